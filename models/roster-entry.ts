import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional } from './columns';

/** Who of a team is on call from when to when; level 1 is rung first, no end means open. */
export class RosterEntry extends Model<InferAttributes<RosterEntry>, InferCreationAttributes<RosterEntry>> {
  declare id: CreationOptional<number>;
  declare teamCode: string;
  declare personCode: string;
  declare level: number;
  declare startsAt: Date;
  declare endsAt: Date | null;

  static register(sequelize: Sequelize): void {
    RosterEntry.init(
      {
        id: autoId(),
        teamCode: { ...code(), unique: 'roster_entries_key' },
        personCode: { ...code(), unique: 'roster_entries_key' },
        level: { ...integer(), unique: 'roster_entries_key' },
        startsAt: { ...moment(), unique: 'roster_entries_key' },
        endsAt: optional(moment()),
      },
      { sequelize, tableName: 'roster_entries', underscored: true, timestamps: false },
    );
  }
}
