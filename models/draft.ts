import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, json, moment, optional, phone } from './columns';

/** A report that broke off before it was saved: no ticket, but the desk sees it and the caller can go on. */
export class Draft extends Model<InferAttributes<Draft>, InferCreationAttributes<Draft>> {
  declare id: CreationOptional<number>;
  declare callSid: string;
  declare phone: string | null;
  declare accountId: number | null;
  /** Where in the `caller` flow it broke off, and what was known by then. */
  declare node: string;
  declare facts: Record<string, string>;
  declare language: string;
  declare state: 'open' | 'resumed' | 'done';
  declare createdAt: Date;

  static register(sequelize: Sequelize): void {
    Draft.init(
      {
        id: autoId(),
        callSid: { ...code(), unique: true },
        phone: optional(phone()),
        accountId: optional(integer()),
        node: code(),
        facts: json('facts'),
        language: code(),
        state: code(),
        createdAt: moment(),
      },
      { sequelize, tableName: 'drafts', underscored: true, timestamps: false },
    );
  }
}
