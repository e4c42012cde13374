import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional, phone, withDefault } from './columns';

/** A number that somebody typed for a report and that is not on file: nothing else rings or texts it until its owner has confirmed it. */
export class NumberCheck extends Model<InferAttributes<NumberCheck>, InferCreationAttributes<NumberCheck>> {
  declare id: CreationOptional<number>;
  declare ticketId: number;
  /** E.164 */
  declare phone: string;
  declare state: 'waiting' | 'calling' | 'confirmed' | 'refused' | 'unreached';
  declare attempts: CreationOptional<number>;
  declare createdAt: Date;
  declare finishedAt: CreationOptional<Date | null>;

  static register(sequelize: Sequelize): void {
    NumberCheck.init(
      {
        id: autoId(),
        ticketId: { ...integer(), unique: true },
        phone: phone(),
        state: code(),
        attempts: withDefault(integer(), 0),
        createdAt: moment(),
        finishedAt: optional(moment()),
      },
      { sequelize, tableName: 'number_checks', underscored: true, timestamps: false },
    );
  }
}
