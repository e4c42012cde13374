import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type { OutageKind } from '../src/domain/outage';
import { code, key, moment, optional, text } from './columns';

/** A known interruption of supply on a network node, planned or a fault. */
export class Outage extends Model<InferAttributes<Outage>, InferCreationAttributes<Outage>> {
  declare code: string;
  declare kind: OutageKind;
  declare networkNodeCode: string;
  declare causeZh: string;
  declare causeEn: string;
  declare startsAt: Date;
  declare expectedEndAt: Date | null;
  declare nextNewsAt: Date | null;
  declare state: 'current' | 'restored';
  declare restoredAt: Date | null;
  /** When it was put on the desk's list as late; null before, and again once it has a new time. */
  declare lateNotedAt: CreationOptional<Date | null>;

  static register(sequelize: Sequelize): void {
    Outage.init(
      {
        code: key(code()),
        kind: code(),
        networkNodeCode: code(),
        causeZh: text(),
        causeEn: text(),
        startsAt: moment(),
        expectedEndAt: optional(moment()),
        nextNewsAt: optional(moment()),
        state: code(),
        restoredAt: optional(moment()),
        lateNotedAt: optional(moment()),
      },
      { sequelize, tableName: 'outages', underscored: true, timestamps: false },
    );
  }
}
