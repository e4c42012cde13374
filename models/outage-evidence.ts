import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import { autoId, code, moment } from './columns';

/** What a customer says about their own supply under an outage: once for each call or text. */
export class OutageEvidence extends Model<InferAttributes<OutageEvidence>, InferCreationAttributes<OutageEvidence>> {
  declare id: CreationOptional<number>;
  declare outageCode: string;
  declare accountNo: string;
  /** The carrier's id of the call or text. */
  declare sourceSid: string;
  declare answer: 'on' | 'still_off' | 'partly';
  declare at: Date;

  static register(sequelize: Sequelize): void {
    OutageEvidence.init(
      {
        id: autoId(),
        outageCode: { ...code(), unique: 'outage_evidence_key' },
        accountNo: { ...code(), unique: 'outage_evidence_key' },
        sourceSid: { ...code(), unique: 'outage_evidence_key' },
        answer: code(),
        at: moment(),
      },
      { sequelize, tableName: 'outage_evidence', underscored: true, timestamps: false },
    );
  }
}
