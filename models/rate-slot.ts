import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, key, moment } from './columns';

/** The next free moment of something that all processes together do at a limited rate. */
export class RateSlot extends Model<InferAttributes<RateSlot>, InferCreationAttributes<RateSlot>> {
  declare name: string;
  declare nextAt: Date;

  static register(sequelize: Sequelize): void {
    RateSlot.init(
      {
        name: key(code()),
        nextAt: moment(),
      },
      { sequelize, tableName: 'rate_slots', underscored: true, timestamps: false },
    );
  }
}
