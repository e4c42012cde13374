import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { code, integer, key, moment, optional, phone } from './columns';

/** One phone call, in or out; `sid` is the id the carrier gave it. */
export class Call extends Model<InferAttributes<Call>, InferCreationAttributes<Call>> {
  declare sid: string;
  declare direction: 'inbound' | 'outbound';
  declare fromPhone: string | null;
  declare toPhone: string | null;
  declare language: string;
  declare flow: string;
  declare startedAt: Date;
  declare endedAt: Date | null;
  declare status: string;
  declare ticketId: number | null;
  declare personCode: string | null;
  declare accountNo: string | null;
  declare attemptId: number | null;
  /** When the ended call of a customer is due to be checked for what it left undone; null while it goes on and once it is checked. */
  declare reviewDueAt: CreationOptional<Date | null>;
  /** When the carrier is to be asked whether the call still goes on; null once its end is known. */
  declare askAt: CreationOptional<Date | null>;

  static register(sequelize: Sequelize): void {
    Call.init(
      {
        sid: key(code()),
        direction: code(),
        fromPhone: optional(phone()),
        toPhone: optional(phone()),
        language: code(),
        flow: code(),
        startedAt: moment(),
        endedAt: optional(moment()),
        status: code(),
        ticketId: optional(integer()),
        personCode: optional(code()),
        accountNo: optional(code()),
        attemptId: optional(integer()),
        reviewDueAt: optional(moment()),
        askAt: optional(moment()),
      },
      { sequelize, tableName: 'calls', underscored: true, timestamps: false },
    );
  }
}
