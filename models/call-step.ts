import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, json, moment, optional } from './columns';

/** One node that a call walked through, and what was heard there. */
export class CallStep extends Model<InferAttributes<CallStep>, InferCreationAttributes<CallStep>> {
  declare id: CreationOptional<number>;
  declare callSid: string;
  declare at: Date;
  declare flow: string;
  declare node: string;
  declare input: 'keys' | 'silence' | 'recording' | 'enter';
  declare keys: string | null;
  /** The facts of the call at this node; null in rows of versions that did not keep them. */
  declare facts: CreationOptional<Record<string, string>>;
  declare language: CreationOptional<string | null>;
  /** The carrier's idempotency token: a repeated webhook is logged once. */
  declare token: string | null;

  static register(sequelize: Sequelize): void {
    CallStep.init(
      {
        id: autoId(),
        callSid: code(),
        at: moment(),
        flow: code(),
        node: code(),
        input: code(),
        keys: optional(code()),
        facts: optional(json('facts')),
        language: optional(code()),
        token: { ...optional(code()), unique: true },
      },
      { sequelize, tableName: 'call_steps', underscored: true, timestamps: false },
    );
  }
}
