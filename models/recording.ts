import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional } from './columns';

/** A recording that stays at the carrier; the row holds its id. */
export class Recording extends Model<InferAttributes<Recording>, InferCreationAttributes<Recording>> {
  declare id: CreationOptional<number>;
  declare sid: string;
  declare callSid: string;
  declare ticketId: number | null;
  declare purpose: string;
  declare seconds: number | null;
  declare state: string;
  declare createdAt: Date;

  static register(sequelize: Sequelize): void {
    Recording.init(
      {
        id: autoId(),
        sid: { ...code(), unique: true },
        callSid: code(),
        ticketId: optional(integer()),
        purpose: code(),
        seconds: optional(integer()),
        state: code(),
        createdAt: moment(),
      },
      { sequelize, tableName: 'recordings', underscored: true, timestamps: false },
    );
  }
}
