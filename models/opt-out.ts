import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, moment, phone } from './columns';

/** A number that wants no texts from us; of a number that was forgotten, its hash. */
export class OptOut extends Model<InferAttributes<OptOut>, InferCreationAttributes<OptOut>> {
  declare id: CreationOptional<number>;
  declare phone: string;
  /** Who said so: the owner by text, the desk, or the carrier, which refused a text. */
  declare source: 'text' | 'api' | 'carrier';
  declare since: Date;

  static register(sequelize: Sequelize): void {
    OptOut.init(
      { id: autoId(), phone: { ...phone(), unique: true }, source: code(), since: moment() },
      { sequelize, tableName: 'opt_outs', underscored: true, timestamps: false },
    );
  }
}
