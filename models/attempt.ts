import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { AttemptKind } from '../src/domain/attempt-kinds';
import type { AttemptOutcome, HoldReason } from '../src/domain/attempt-status';
import { autoId, code, integer, longText, moment, optional, phone, text, withDefault } from './columns';

/** One call or text that we place; its id stands in every URL of that call. */
export class Attempt extends Model<InferAttributes<Attempt>, InferCreationAttributes<Attempt>> {
  declare id: CreationOptional<number>;
  declare kind: AttemptKind;
  declare channel: 'call' | 'text';
  declare priorityRank: number;
  declare toPhone: string;
  declare language: string;
  declare personCode: string | null;
  declare ticketId: number | null;
  declare pagingId: number | null;
  declare callbackId: number | null;
  declare level: number | null;
  declare round: number | null;
  declare step: number | null;
  declare attemptNo: CreationOptional<number>;
  declare flow: string | null;
  declare node: string | null;
  declare body: string | null;
  declare state: 'due' | 'sending' | 'placed' | 'ringing' | 'answered' | 'ended';
  declare outcome: AttemptOutcome | null;
  declare errorCode: string | null;
  declare dueAt: Date;
  declare leaseUntil: Date | null;
  declare heldUntil: Date | null;
  declare heldBecause: HoldReason | null;
  declare sentAt: Date | null;
  declare answeredAt: Date | null;
  declare endedAt: Date | null;
  declare carrierSid: string | null;
  declare statusSequence: CreationOptional<number>;
  declare createdAt: Date;

  static register(sequelize: Sequelize): void {
    Attempt.init(
      {
        id: autoId(),
        kind: code(),
        channel: code(),
        priorityRank: integer(),
        toPhone: phone(),
        language: code(),
        personCode: optional(code()),
        ticketId: optional(integer()),
        pagingId: optional(integer()),
        callbackId: optional(integer()),
        level: optional(integer()),
        round: optional(integer()),
        step: optional(integer()),
        attemptNo: withDefault(integer(), 1),
        flow: optional(code()),
        node: optional(code()),
        body: optional(longText()),
        state: code(),
        outcome: optional(code()),
        errorCode: optional(code()),
        dueAt: moment(),
        leaseUntil: optional(moment()),
        heldUntil: optional(moment()),
        heldBecause: optional(text()),
        sentAt: optional(moment()),
        answeredAt: optional(moment()),
        endedAt: optional(moment()),
        carrierSid: { ...optional(code()), unique: true },
        statusSequence: withDefault(integer(), -1),
        createdAt: moment(),
      },
      { sequelize, tableName: 'attempts', underscored: true, timestamps: false },
    );
  }
}
