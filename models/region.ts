import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, key, text } from './columns';

/** An area of service with its own due times. */
export class Region extends Model<InferAttributes<Region>, InferCreationAttributes<Region>> {
  declare code: string;
  declare nameZh: string;
  declare nameEn: string;
  declare profile: string;
  declare class: string;

  static register(sequelize: Sequelize): void {
    Region.init(
      {
        code: key(code()),
        nameZh: text(),
        nameEn: text(),
        profile: code(),
        class: code(),
      },
      { sequelize, tableName: 'regions', underscored: true, timestamps: false },
    );
  }
}
