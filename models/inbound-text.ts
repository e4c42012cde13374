import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { code, flag, key, longText, moment, optional, phone } from './columns';

/** A text that came in; its carrier id makes a repetition harmless. */
export class InboundText extends Model<InferAttributes<InboundText>, InferCreationAttributes<InboundText>> {
  declare sid: string;
  declare fromPhone: string;
  declare body: string;
  /** The word understood; null for any other text. */
  declare word: string | null;
  declare answered: boolean;
  declare receivedAt: Date;

  static register(sequelize: Sequelize): void {
    InboundText.init(
      {
        sid: key(code()),
        fromPhone: phone(),
        body: longText(),
        word: optional(code()),
        answered: flag(),
        receivedAt: moment(),
      },
      { sequelize, tableName: 'inbound_texts', underscored: true, timestamps: false },
    );
  }
}
