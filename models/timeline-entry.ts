import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, json, moment, optional, text } from './columns';

/** One thing that happened to a ticket, when and by whom; the sentence is rendered from type and data. */
export class TimelineEntry extends Model<InferAttributes<TimelineEntry>, InferCreationAttributes<TimelineEntry>> {
  declare id: CreationOptional<number>;
  declare ticketId: number;
  declare at: Date;
  declare type: string;
  declare byKind: 'caller' | 'person' | 'system' | 'carrier' | 'api';
  declare byCode: string | null;
  declare byName: string | null;
  declare data: CreationOptional<Readonly<Record<string, unknown>>>;
  /** A ticket has at most one entry with this key; null for what may happen often. */
  declare key: CreationOptional<string | null>;

  static register(sequelize: Sequelize): void {
    TimelineEntry.init(
      {
        id: autoId(),
        ticketId: { ...integer(), unique: 'timeline_entries_key' },
        at: moment(),
        type: code(),
        byKind: code(),
        byCode: optional(code()),
        byName: optional(text()),
        data: json('data'),
        key: { ...optional(text()), unique: 'timeline_entries_key' },
      },
      { sequelize, tableName: 'timeline_entries', underscored: true, timestamps: false },
    );
  }
}
