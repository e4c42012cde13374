import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, moment, optional, text } from './columns';

/** A bearer token of the API: who has it and what they may; of the token itself only the hash. */
export class ApiToken extends Model<InferAttributes<ApiToken>, InferCreationAttributes<ApiToken>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare role: string;
  /** SHA-256 in hex. */
  declare tokenHash: string;
  declare createdAt: Date;
  declare lastUsedAt: CreationOptional<Date | null>;
  declare revokedAt: CreationOptional<Date | null>;

  static register(sequelize: Sequelize): void {
    ApiToken.init(
      {
        id: autoId(),
        name: text(),
        role: code(),
        tokenHash: { ...code(), unique: true },
        createdAt: moment(),
        lastUsedAt: optional(moment()),
        revokedAt: optional(moment()),
      },
      { sequelize, tableName: 'api_tokens', underscored: true, timestamps: false },
    );
  }
}
