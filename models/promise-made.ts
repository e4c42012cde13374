import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, flag, integer, moment, optional } from './columns';

/** A time that we spoke or wrote to a customer, and whether it was kept. */
export class PromiseMade extends Model<InferAttributes<PromiseMade>, InferCreationAttributes<PromiseMade>> {
  declare id: CreationOptional<number>;
  declare ticketId: number;
  declare callSid: string | null;
  declare channel: string;
  declare kind: 'arrival' | 'restore' | 'news' | 'callback';
  declare promisedAt: Date;
  declare spokenAt: Date;
  declare keptAt: Date | null;
  declare kept: boolean | null;

  static register(sequelize: Sequelize): void {
    PromiseMade.init(
      {
        id: autoId(),
        ticketId: integer(),
        callSid: optional(code()),
        channel: code(),
        kind: code(),
        promisedAt: moment(),
        spokenAt: moment(),
        keptAt: optional(moment()),
        kept: optional(flag()),
      },
      { sequelize, tableName: 'promises', underscored: true, timestamps: false },
    );
  }
}
