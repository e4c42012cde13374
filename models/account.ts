import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, day, flag, integer, optional, text } from './columns';

/** A customer: who, where, on which part of the network, and what must be known before a crew comes. */
export class Account extends Model<InferAttributes<Account>, InferCreationAttributes<Account>> {
  /** Stands in URLs, where the account number must not appear. */
  declare id: CreationOptional<number>;
  declare accountNo: string;
  declare name: string;
  declare addressZh: string;
  declare addressEn: string;
  declare regionCode: string;
  declare networkNodeCode: string;
  declare meter: string;
  declare supply: string;
  declare balanceCents: number;
  declare medical: boolean;
  declare critical: boolean;
  declare language: string;
  declare meterNo: string | null;
  declare care: string | null;
  declare handedOverOn: string | null;
  declare warrantyUntil: string | null;
  declare builder: string | null;
  declare medicalConsentOn: string | null;

  static register(sequelize: Sequelize): void {
    Account.init(
      {
        id: autoId(),
        accountNo: { ...code(), unique: true },
        name: text(),
        addressZh: text(),
        addressEn: text(),
        regionCode: code(),
        networkNodeCode: code(),
        meter: code(),
        supply: code(),
        balanceCents: integer(),
        medical: flag(),
        critical: flag(),
        language: code(),
        meterNo: optional(code()),
        care: optional(code()),
        handedOverOn: optional(day()),
        warrantyUntil: optional(day()),
        builder: optional(text()),
        medicalConsentOn: optional(day()),
      },
      { sequelize, tableName: 'accounts', underscored: true, timestamps: false },
    );
  }
}
