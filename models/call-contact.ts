import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, phone } from './columns';

/** A phone number that a caller typed; the URLs of the call carry the id of the row, never the number. */
export class CallContact extends Model<InferAttributes<CallContact>, InferCreationAttributes<CallContact>> {
  declare id: CreationOptional<number>;
  declare callSid: string;
  declare phone: string;

  static register(sequelize: Sequelize): void {
    CallContact.init(
      { id: autoId(), callSid: { ...code(), unique: true }, phone: phone() },
      { sequelize, tableName: 'call_contacts', underscored: true, timestamps: false },
    );
  }
}
