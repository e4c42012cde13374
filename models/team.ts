import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { code, integer, key, list, optional, text } from './columns';

/** A group of people that serves regions; an empty list of categories means all. */
export class Team extends Model<InferAttributes<Team>, InferCreationAttributes<Team>> {
  declare code: string;
  declare nameZh: string;
  declare nameEn: string;
  declare department: string;
  declare regions: CreationOptional<string[]>;
  declare categories: CreationOptional<string[]>;
  declare assignMode: string;
  declare hours: string | null;
  declare slotMinutes: number | null;
  declare capacity: number | null;

  static register(sequelize: Sequelize): void {
    Team.init(
      {
        code: key(code()),
        nameZh: text(),
        nameEn: text(),
        department: code(),
        regions: list('regions'),
        categories: list('categories'),
        assignMode: code(),
        hours: optional(text()),
        slotMinutes: optional(integer()),
        capacity: optional(integer()),
      },
      { sequelize, tableName: 'teams', underscored: true, timestamps: false },
    );
  }
}
