import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, key, optional, text } from './columns';

/** One piece of the supply network; a fault on it darkens everything below it. */
export class NetworkNode extends Model<InferAttributes<NetworkNode>, InferCreationAttributes<NetworkNode>> {
  declare code: string;
  declare kind: string;
  declare parentCode: string | null;
  declare regionCode: string;
  declare nameZh: string;
  declare nameEn: string;
  declare label: string | null;

  static register(sequelize: Sequelize): void {
    NetworkNode.init(
      {
        code: key(code()),
        kind: code(),
        parentCode: optional(code()),
        regionCode: code(),
        nameZh: text(),
        nameEn: text(),
        label: optional(text()),
      },
      { sequelize, tableName: 'network_nodes', underscored: true, timestamps: false },
    );
  }
}
