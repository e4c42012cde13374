import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, longText, text } from './columns';

/** What a webhook told of something that moves, such as an outage: a repeat tells it again (ADR 0005). */
export class ToldFact extends Model<InferAttributes<ToldFact>, InferCreationAttributes<ToldFact>> {
  declare id: CreationOptional<number>;
  declare callSid: string;
  /** The carrier's idempotency token. */
  declare token: string;
  /** Flow, node and verb. */
  declare place: string;
  /** JSON: when, and the verb's result. */
  declare told: string;

  static register(sequelize: Sequelize): void {
    ToldFact.init(
      {
        id: autoId(),
        callSid: { ...code(), unique: 'told_fact_key' },
        token: { ...code(), unique: 'told_fact_key' },
        place: { ...text(), unique: 'told_fact_key' },
        told: longText(),
      },
      { sequelize, tableName: 'told_facts', underscored: true, timestamps: false },
    );
  }
}
