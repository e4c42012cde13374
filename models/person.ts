import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { code, integer, key, list, moment, optional, phone, text, withDefault } from './columns';

/** Somebody on our side: crew, supervisor, desk, monitoring. */
export class Person extends Model<InferAttributes<Person>, InferCreationAttributes<Person>> {
  declare code: string;
  declare name: string;
  declare phone: string;
  declare phone2: string | null;
  declare role: string;
  declare teamCode: string;
  declare skills: CreationOptional<string[]>;
  declare language: string;
  declare pinHash: string | null;
  declare pinFailures: CreationOptional<number>;
  /** The call and try of the latest wrong PIN: a repeated webhook counts once. */
  declare pinLastFailure: string | null;
  declare pinLockedUntil: Date | null;
  declare pinPassedAt: Date | null;

  static register(sequelize: Sequelize): void {
    Person.init(
      {
        code: key(code()),
        name: text(),
        phone: phone(),
        phone2: optional(phone()),
        role: code(),
        teamCode: code(),
        skills: list('skills'),
        language: code(),
        pinHash: optional(text()),
        pinFailures: withDefault(integer(), 0),
        pinLastFailure: optional(code()),
        pinLockedUntil: optional(moment()),
        pinPassedAt: optional(moment()),
      },
      { sequelize, tableName: 'people', underscored: true, timestamps: false },
    );
  }
}
