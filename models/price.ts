import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, integer, key, optional, text } from './columns';

/** One line of the price list. */
export class Price extends Model<InferAttributes<Price>, InferCreationAttributes<Price>> {
  declare code: string;
  declare category: string;
  declare nameZh: string;
  declare nameEn: string;
  declare amountCents: number;
  declare type: string | null;

  static register(sequelize: Sequelize): void {
    Price.init(
      {
        code: key(code()),
        category: code(),
        nameZh: text(),
        nameEn: text(),
        amountCents: integer(),
        type: optional(code()),
      },
      { sequelize, tableName: 'prices', underscored: true, timestamps: false },
    );
  }
}
