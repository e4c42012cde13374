import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, key, longText } from './columns';

/** Small facts about this installation, by name. */
export class Meta extends Model<InferAttributes<Meta>, InferCreationAttributes<Meta>> {
  declare key: string;
  declare value: string;

  static register(sequelize: Sequelize): void {
    Meta.init(
      {
        key: key(code()),
        value: longText(),
      },
      { sequelize, tableName: 'meta', underscored: true, timestamps: false },
    );
  }
}
