import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, integer, moment, phone } from './columns';

/** What a customer chose after pressing 7 to stop our calls: one row for each number and report. */
export class CallStop extends Model<InferAttributes<CallStop>, InferCreationAttributes<CallStop>> {
  declare id: CreationOptional<number>;
  declare phone: string;
  declare ticketId: number;
  declare reason: 'wrong_number' | 'texts_only' | 'no_more_calls';
  declare since: Date;

  static register(sequelize: Sequelize): void {
    CallStop.init(
      {
        id: autoId(),
        phone: { ...phone(), unique: 'call_stops_key' },
        ticketId: { ...integer(), unique: 'call_stops_key' },
        reason: code(),
        since: moment(),
      },
      { sequelize, tableName: 'call_stops', underscored: true, timestamps: false },
    );
  }
}
