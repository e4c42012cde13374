import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, longText, moment, optional, phone } from './columns';

/** Something that a person at the desk must do: call somebody, find a place. */
export class Task extends Model<InferAttributes<Task>, InferCreationAttributes<Task>> {
  declare id: CreationOptional<number>;
  /** Made from what causes the task, so that the same call causes it once. */
  declare key: string;
  declare kind: 'call' | 'locate' | 'recheck';
  /** Why: `chase`, `draft`, `danger`, `locate` … */
  declare reason: string;
  declare state: 'open' | 'done';
  declare ticketId: CreationOptional<number | null>;
  declare draftId: CreationOptional<number | null>;
  declare outageCode: CreationOptional<string | null>;
  /** E.164: whom to call. */
  declare phone: CreationOptional<string | null>;
  declare recordingSid: CreationOptional<string | null>;
  declare createdAt: Date;
  declare dueAt: Date;
  /** When the hotline acts by itself if nobody at the desk has; null when it never will, or already has. */
  declare nextDueAt: CreationOptional<Date | null>;
  declare doneAt: CreationOptional<Date | null>;
  declare doneBy: CreationOptional<string | null>;
  declare note: CreationOptional<string | null>;

  static register(sequelize: Sequelize): void {
    Task.init(
      {
        id: autoId(),
        key: { ...code(), unique: true },
        kind: code(),
        reason: code(),
        state: code(),
        ticketId: optional(integer()),
        draftId: optional(integer()),
        outageCode: optional(code()),
        phone: optional(phone()),
        recordingSid: optional(code()),
        createdAt: moment(),
        dueAt: moment(),
        nextDueAt: optional(moment()),
        doneAt: optional(moment()),
        doneBy: optional(code()),
        note: optional(longText()),
      },
      { sequelize, tableName: 'tasks', underscored: true, timestamps: false },
    );
  }
}
