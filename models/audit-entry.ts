import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, json, moment, text } from './columns';

/** Who saw or did something that must be answered for; rows are only added. */
export class AuditEntry extends Model<InferAttributes<AuditEntry>, InferCreationAttributes<AuditEntry>> {
  declare id: CreationOptional<number>;
  declare at: Date;
  declare byKind: 'token' | 'command';
  declare byName: string;
  declare role: string;
  declare action: string;
  /** What it was about, never a phone number or a name of a customer. */
  declare data: CreationOptional<Readonly<Record<string, unknown>>>;

  static register(sequelize: Sequelize): void {
    AuditEntry.init(
      { id: autoId(), at: moment(), byKind: code(), byName: text(), role: code(), action: code(), data: json('data') },
      { sequelize, tableName: 'audit_entries', underscored: true, timestamps: false },
    );
  }
}
