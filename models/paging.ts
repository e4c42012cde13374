import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional, withDefault } from './columns';

/** The search for somebody who takes a ticket: round and step of the ladder, and when the next is due. */
export class Paging extends Model<InferAttributes<Paging>, InferCreationAttributes<Paging>> {
  declare id: CreationOptional<number>;
  declare ticketId: number;
  declare teamCode: string;
  declare state: 'active' | 'accepted' | 'stopped';
  declare round: CreationOptional<number>;
  declare step: CreationOptional<number>;
  declare startedAt: Date | null;
  declare supervisorDueAt: Date | null;
  declare stepStartedAt: Date | null;
  declare nextDueAt: Date | null;
  declare createdAt: Date;

  static register(sequelize: Sequelize): void {
    Paging.init(
      {
        id: autoId(),
        ticketId: integer(),
        teamCode: code(),
        state: code(),
        round: withDefault(integer(), 1),
        step: withDefault(integer(), 0),
        startedAt: optional(moment()),
        supervisorDueAt: optional(moment()),
        stepStartedAt: optional(moment()),
        nextDueAt: optional(moment()),
        createdAt: moment(),
      },
      { sequelize, tableName: 'pagings', underscored: true, timestamps: false },
    );
  }
}
