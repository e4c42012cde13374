import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, phone } from './columns';

/** A phone number that a caller typed; its id rides in the URL of the call, the number never does. */
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
