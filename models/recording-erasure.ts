import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, withDefault } from './columns';

/** A recording that the carrier must delete; the row goes when it has. */
export class RecordingErasure extends Model<
  InferAttributes<RecordingErasure>,
  InferCreationAttributes<RecordingErasure>
> {
  declare id: CreationOptional<number>;
  declare sid: string;
  declare attempts: CreationOptional<number>;
  declare createdAt: Date;
  declare dueAt: Date;

  static register(sequelize: Sequelize): void {
    RecordingErasure.init(
      {
        id: autoId(),
        sid: { ...code(), unique: true },
        attempts: withDefault(integer(), 0),
        createdAt: moment(),
        dueAt: moment(),
      },
      { sequelize, tableName: 'recording_erasures', underscored: true, timestamps: false },
    );
  }
}
