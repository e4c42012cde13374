import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, list, moment, optional, text, withDefault } from './columns';

/** A caller handed to a person: who was rung, who took the call, what was left behind. */
export class Handoff extends Model<InferAttributes<Handoff>, InferCreationAttributes<Handoff>> {
  declare id: CreationOptional<number>;
  declare callSid: string;
  declare seq: CreationOptional<number>;
  declare role: 'desk' | 'monitoring';
  declare reason: string;
  declare aboutZh: string;
  declare aboutEn: string;
  /** Person codes in the order they are rung, fixed when the handoff begins. */
  declare planned: CreationOptional<string[]>;
  declare takenBy: string | null;
  declare takenAt: Date | null;
  declare startedAt: Date;
  declare endedAt: Date | null;
  declare messageTicketId: number | null;

  static register(sequelize: Sequelize): void {
    Handoff.init(
      {
        id: autoId(),
        callSid: { ...code(), unique: 'handoffs_key' },
        seq: { ...withDefault(integer(), 1), unique: 'handoffs_key' },
        role: code(),
        reason: code(),
        aboutZh: text(512),
        aboutEn: text(512),
        planned: list('planned'),
        takenBy: optional(code()),
        takenAt: optional(moment()),
        startedAt: moment(),
        endedAt: optional(moment()),
        messageTicketId: optional(integer()),
      },
      { sequelize, tableName: 'handoffs', underscored: true, timestamps: false },
    );
  }
}
