import {
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from 'sequelize';
import type {
  AccessWay,
  ArrivalProof,
  Category,
  Cause,
  Channel,
  Place,
  Priority,
  ReporterRole,
  Responsibility,
  Result,
  StateReason,
  TicketKind,
  TicketState,
} from '../src/domain/ticket';
import { autoId, code, flag, integer, json, list, moment, optional, phone, text, withDefault } from './columns';

/** One reported problem, from the call that opened it to its closing. */
export class Ticket extends Model<InferAttributes<Ticket>, InferCreationAttributes<Ticket>> {
  declare id: CreationOptional<number>;
  declare number: string;
  declare kind: TicketKind;
  declare category: Category;
  declare responsibility: Responsibility;
  declare priority: Priority;
  declare state: TicketState;
  declare stateReason: StateReason | null;
  declare channel: Channel;
  declare regionCode: string;
  declare accountNo: string | null;
  declare networkNodeCode: string | null;
  declare place: Place;
  declare inHome: CreationOptional<boolean>;
  declare summaryZh: string;
  declare summaryEn: string;
  declare descriptionRecording: string | null;
  declare reporterName: string | null;
  declare reporterPhone: string | null;
  declare reporterRole: ReporterRole;
  declare reporterLanguage: string;
  declare access: AccessWay | null;
  declare verificationCode: string | null;
  declare callSid: string | null;
  declare reportNo: CreationOptional<number>;
  declare teamCode: string | null;
  declare personCode: string | null;
  declare startedAt: Date | null;
  declare reportedAt: Date;
  declare arrivalDueAt: Date | null;
  declare restoreDueAt: Date | null;
  declare etaAt: Date | null;
  /** While `waiting`: when somebody is paged for it again. */
  declare nextVisitAt: CreationOptional<Date | null>;
  declare acceptedAt: Date | null;
  declare departedAt: Date | null;
  declare arrivedAt: Date | null;
  declare arrivalVerifiedBy: CreationOptional<ArrivalProof[]>;
  declare expectedRestoreAt: Date | null;
  declare restoredAt: Date | null;
  declare completedAt: Date | null;
  declare closedAt: Date | null;
  declare slaBreachedAt: Date | null;
  declare cause: Cause | null;
  declare result: Result | null;
  declare chargeable: CreationOptional<boolean>;
  declare feeCents: number | null;
  declare outageCode: string | null;
  declare parentNumber: string | null;
  declare reopenedCount: CreationOptional<number>;
  declare keyFollowup: CreationOptional<boolean>;
  declare fixed: string | null;
  declare restoredTimeRight: string | null;
  declare quality: number | null;
  declare attitude: number | null;
  declare speed: number | null;
  declare overall: number | null;
  declare commentRecording: string | null;
  declare triage: CreationOptional<Readonly<Record<string, string>>>;
  declare updatedAt: Date;

  static register(sequelize: Sequelize): void {
    Ticket.init({ ...report(), ...work() }, { sequelize, tableName: 'tickets', underscored: true, timestamps: false });
  }
}

/** What was reported, by whom, where. */
const report = () => ({
  id: autoId(),
  number: { ...code(), unique: true },
  kind: code(),
  category: code(),
  responsibility: code(),
  priority: code(),
  state: code(),
  stateReason: optional(code()),
  channel: code(),
  regionCode: code(),
  accountNo: optional(code()),
  networkNodeCode: optional(code()),
  place: code(),
  inHome: withDefault(flag(), false),
  summaryZh: text(512),
  summaryEn: text(512),
  descriptionRecording: optional(code()),
  reporterName: optional(text()),
  reporterPhone: optional(phone()),
  reporterRole: code(),
  reporterLanguage: code(),
  access: optional(code()),
  verificationCode: optional(code()),
  callSid: { ...optional(code()), unique: 'tickets_call_report' },
  reportNo: { ...withDefault(integer(), 0), unique: 'tickets_call_report' },
});

/** Who works on it, when, and how it ended. */
const work = () => ({
  teamCode: optional(code()),
  personCode: optional(code()),
  startedAt: optional(moment()),
  reportedAt: moment(),
  arrivalDueAt: optional(moment()),
  restoreDueAt: optional(moment()),
  etaAt: optional(moment()),
  nextVisitAt: optional(moment()),
  acceptedAt: optional(moment()),
  departedAt: optional(moment()),
  arrivedAt: optional(moment()),
  arrivalVerifiedBy: list('arrivalVerifiedBy'),
  expectedRestoreAt: optional(moment()),
  restoredAt: optional(moment()),
  completedAt: optional(moment()),
  closedAt: optional(moment()),
  slaBreachedAt: optional(moment()),
  cause: optional(code()),
  result: optional(code()),
  chargeable: withDefault(flag(), false),
  feeCents: optional(integer()),
  outageCode: optional(code()),
  parentNumber: optional(code()),
  reopenedCount: withDefault(integer(), 0),
  keyFollowup: withDefault(flag(), false),
  fixed: optional(code()),
  restoredTimeRight: optional(code()),
  quality: optional(integer()),
  attitude: optional(integer()),
  speed: optional(integer()),
  overall: optional(integer()),
  commentRecording: optional(code()),
  triage: json('triage'),
  updatedAt: moment(),
});
