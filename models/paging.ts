import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, list, moment, optional, withDefault } from './columns';

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
  declare nextDueAt: Date | null;
  declare createdAt: Date;
  /** Roles that are rung beside the team's roster. */
  declare roles: CreationOptional<string[]>;
  /** The caller's call when it was handed to a person: if somebody has taken it by `nextDueAt`, nobody else is rung. */
  declare afterCallSid: CreationOptional<string | null>;
  /** The person who gave the job back or asks for help with it, and is therefore not rung for it. */
  declare exceptPerson: CreationOptional<string | null>;

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
        nextDueAt: optional(moment()),
        createdAt: moment(),
        roles: optional(list('roles')),
        afterCallSid: optional(code()),
        exceptPerson: optional(code()),
      },
      { sequelize, tableName: 'pagings', underscored: true, timestamps: false },
    );
  }
}
