import type { ModelStatic, Model, Sequelize } from 'sequelize';
import { Region } from './region';
import { NetworkNode } from './network-node';
import { Account } from './account';
import { AccountPhone } from './account-phone';
import { Team } from './team';
import { Person } from './person';
import { RosterEntry } from './roster-entry';
import { Outage } from './outage';
import { OutageEvidence } from './outage-evidence';
import { OutageWish } from './outage-wish';
import { InboundText } from './inbound-text';
import { NumberCheck } from './number-check';
import { OptOut } from './opt-out';
import { ApiToken } from './api-token';
import { AuditEntry } from './audit-entry';
import { RecordingErasure } from './recording-erasure';
import { Price } from './price';
import { Vendor } from './vendor';
import { Draft } from './draft';
import { Task } from './task';
import { Ticket } from './ticket';
import { TimelineEntry } from './timeline-entry';
import { Call } from './call';
import { CallContact } from './call-contact';
import { CallStep } from './call-step';
import { CallStop } from './call-stop';
import { ToldFact } from './told-fact';
import { Paging } from './paging';
import { Attempt } from './attempt';
import { Callback } from './callback';
import { PromiseMade } from './promise-made';
import { Recording } from './recording';
import { Handoff } from './handoff';
import { LimitedTry } from './limited-try';
import { RateSlot } from './rate-slot';
import { Meta } from './meta';
import { TicketNumberBlock } from './ticket-number-block';

type Table = ModelStatic<Model> & { register(sequelize: Sequelize): void };

/** Who and what there is: changed by imports, the API and little else, and asked for by every call. */
export const rarelyChanged: readonly Table[] = [
  Region,
  NetworkNode,
  Account,
  AccountPhone,
  Team,
  Person,
  RosterEntry,
  Outage,
  Price,
];

/** Every table that the process knows; a model that is not here is bound to no database. */
export const tables: readonly Table[] = [
  ...rarelyChanged,
  Vendor,
  Ticket,
  TimelineEntry,
  Call,
  CallContact,
  CallStep,
  ToldFact,
  CallStop,
  NumberCheck,
  Paging,
  Attempt,
  Callback,
  PromiseMade,
  Recording,
  Handoff,
  Draft,
  Task,
  LimitedTry,
  RateSlot,
  Meta,
  TicketNumberBlock,
  OutageWish,
  OutageEvidence,
  InboundText,
  OptOut,
  ApiToken,
  AuditEntry,
  RecordingErasure,
];
