import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { code, integer, key, list, optional, phone, text } from './columns';

/** Another firm that must or may do the work. */
export class Vendor extends Model<InferAttributes<Vendor>, InferCreationAttributes<Vendor>> {
  declare code: string;
  declare name: string;
  declare phone: string;
  declare kind: string;
  declare categories: CreationOptional<string[]>;
  declare regions: CreationOptional<string[]>;
  declare onSiteHours: number | null;

  static register(sequelize: Sequelize): void {
    Vendor.init(
      {
        code: key(code()),
        name: text(),
        phone: phone(),
        kind: code(),
        categories: list('categories'),
        regions: list('regions'),
        onSiteHours: optional(integer()),
      },
      { sequelize, tableName: 'vendors', underscored: true, timestamps: false },
    );
  }
}
