import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, moment, phone, text } from './columns';

/** Something that a caller entered in order to hear of another's account or report; it is deleted when it no longer counts. */
export class LimitedTry extends Model<InferAttributes<LimitedTry>, InferCreationAttributes<LimitedTry>> {
  declare id: CreationOptional<number>;
  declare kind: 'look_up' | 'ticket';
  /** E.164; '' for all callers who withhold their number. */
  declare callerPhone: string;
  /** The id of the report that the entry was checked against; '' where there is none yet. */
  declare subject: string;
  declare entryHash: string;
  declare at: Date;

  static register(sequelize: Sequelize): void {
    LimitedTry.init(
      {
        id: autoId(),
        kind: { ...code(), unique: 'limited_tries_key' },
        callerPhone: { ...phone(), unique: 'limited_tries_key' },
        subject: { ...code(), unique: 'limited_tries_key' },
        entryHash: { ...text(), unique: 'limited_tries_key' },
        at: moment(),
      },
      { sequelize, tableName: 'limited_tries', underscored: true, timestamps: false },
    );
  }
}
