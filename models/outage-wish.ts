import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional, phone, withDefault } from './columns';

/** How an account under an outage wants to hear that power is back, and what became of it; one row for each account and outage. */
export class OutageWish extends Model<InferAttributes<OutageWish>, InferCreationAttributes<OutageWish>> {
  declare id: CreationOptional<number>;
  declare outageCode: string;
  declare accountNo: string;
  /** The customer's ticket, closed as linked to the outage. */
  declare ticketId: number;
  declare channel: 'call' | 'text' | 'none';
  /** The number to ring or text; null when there is none that may be. */
  declare toPhone: string | null;
  declare language: string;
  /** `waiting` for power, `due` for a call, `calling`, `done` answered or texted, `unreached`. */
  declare state: 'waiting' | 'due' | 'calling' | 'done' | 'unreached';
  declare attempts: CreationOptional<number>;
  /** When the next call is due. */
  declare dueAt: Date | null;
  declare answer: 'on' | 'still_off' | 'partly' | null;
  declare reason: string | null;
  /** The expected end that this customer was last told. */
  declare toldEndAt: Date | null;
  /** When a changed time was last texted. */
  declare lastNewsAt: Date | null;
  /** When a changed time may be texted. */
  declare newsDueAt: Date | null;
  declare createdAt: Date;
  declare finishedAt: Date | null;

  static register(sequelize: Sequelize): void {
    OutageWish.init(
      {
        id: autoId(),
        outageCode: { ...code(), unique: 'outage_wishes_key' },
        accountNo: { ...code(), unique: 'outage_wishes_key' },
        ticketId: { ...integer(), unique: true },
        channel: code(),
        toPhone: optional(phone()),
        language: code(),
        state: code(),
        attempts: withDefault(integer(), 0),
        dueAt: optional(moment()),
        answer: optional(code()),
        reason: optional(code()),
        toldEndAt: optional(moment()),
        lastNewsAt: optional(moment()),
        newsDueAt: optional(moment()),
        createdAt: moment(),
        finishedAt: optional(moment()),
      },
      { sequelize, tableName: 'outage_wishes', underscored: true, timestamps: false },
    );
  }
}
