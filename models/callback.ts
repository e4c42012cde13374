import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, optional, text, withDefault } from './columns';

/** A call that we owe a customer about a ticket, with its attempts and its hard limit. */
export class Callback extends Model<InferAttributes<Callback>, InferCreationAttributes<Callback>> {
  declare id: CreationOptional<number>;
  declare ticketId: number;
  declare kind: string;
  declare cycle: CreationOptional<number>;
  declare state: 'waiting' | 'calling' | 'done' | 'unreached' | 'cancelled';
  declare dueAt: Date;
  declare hardLimitAt: Date;
  declare attempts: CreationOptional<number>;
  declare lastOutcome: string | null;
  declare outcome: string | null;
  declare reason: string | null;
  declare language: string;
  declare createdAt: Date;
  declare finishedAt: Date | null;

  static register(sequelize: Sequelize): void {
    Callback.init(
      {
        id: autoId(),
        ticketId: { ...integer(), unique: 'callbacks_key' },
        kind: { ...code(), unique: 'callbacks_key' },
        cycle: { ...withDefault(integer(), 0), unique: 'callbacks_key' },
        state: code(),
        dueAt: moment(),
        hardLimitAt: moment(),
        attempts: withDefault(integer(), 0),
        lastOutcome: optional(code()),
        outcome: optional(code()),
        reason: optional(text()),
        language: code(),
        createdAt: moment(),
        finishedAt: optional(moment()),
      },
      { sequelize, tableName: 'callbacks', underscored: true, timestamps: false },
    );
  }
}
