import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, flag, phone, withDefault } from './columns';

/** A phone number on file for an account; a tenant never hears sums. */
export class AccountPhone extends Model<InferAttributes<AccountPhone>, InferCreationAttributes<AccountPhone>> {
  declare id: CreationOptional<number>;
  declare phone: string;
  declare accountNo: string;
  declare tenant: CreationOptional<boolean>;

  static register(sequelize: Sequelize): void {
    AccountPhone.init(
      {
        id: autoId(),
        phone: { ...phone(), unique: 'account_phones_key' },
        accountNo: { ...code(), unique: 'account_phones_key' },
        tenant: withDefault(flag(), false),
      },
      { sequelize, tableName: 'account_phones', underscored: true, timestamps: false },
    );
  }
}
