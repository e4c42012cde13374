import { z } from 'zod';
import { attemptStates } from '../../domain/attempt-status';
import { places, priorities, responsibilities, ticketKinds, ticketStates } from '../../domain/ticket';

/** What the API answers, field by field; a test compares real answers with it. */

const moment = z.iso.datetime().brand<'moment'>().meta({ description: 'ISO 8601 in UTC with milliseconds.' });
const maybeMoment = moment.nullable();
const text = z.string();
const maybe = text.nullable();
const id = z.int();
const phone = maybe.meta({ description: 'Masked as +86*******1234, whole with `phones=full`.' });
const named = z.strictObject({ code: text, name: text }).nullable();
const both = z.strictObject({ zh: text, en: text });
const rating = z.int().min(1).max(5).nullable();

export const walked = z.strictObject({
  at: moment,
  flow: text,
  node: text,
  input: z.enum(['keys', 'silence', 'recording', 'enter']),
  keys: maybe,
});

export const call = z.strictObject({
  sid: text,
  direction: z.enum(['inbound', 'outbound']),
  from: phone,
  to: phone,
  language: text,
  flow: text,
  startedAt: moment,
  endedAt: maybeMoment,
  status: text,
  ticket: maybe.meta({ description: 'A ticket number.' }),
  person: named,
  accountNo: maybe,
  attempt: id.nullable(),
  nodes: z.array(walked).meta({ description: 'The nodes of the dialogue in the order they were walked.' }),
});

export const page = z.strictObject({
  id,
  ticket: maybe,
  person: named,
  channel: z.enum(['call', 'text']),
  attempt: z.int(),
  level: z.int().nullable(),
  round: z.int().nullable(),
  state: z.enum(attemptStates),
  outcome: maybe,
  dueAt: moment,
  sentAt: maybeMoment,
  answeredAt: maybeMoment,
  endedAt: maybeMoment,
  heldUntil: maybeMoment,
  heldBecause: maybe.meta({ description: 'Why it waits although it is due.' }),
});

export const callback = z.strictObject({
  id,
  ticket: maybe,
  kind: text,
  cycle: z.int().nullable(),
  state: text,
  dueAt: maybeMoment,
  hardLimitAt: maybeMoment,
  attempts: z.int(),
  lastOutcome: maybe,
  outcome: maybe,
  reason: maybe,
  language: text,
  createdAt: moment,
  finishedAt: maybeMoment,
});

export const promise = z.strictObject({
  id,
  kind: z.enum(['arrival', 'restore', 'news', 'callback']),
  channel: text,
  callSid: maybe,
  promisedAt: moment,
  spokenAt: moment,
  keptAt: maybeMoment,
  kept: z.boolean().nullable(),
});

export const entry = z.strictObject({
  at: moment,
  type: text,
  by: z.strictObject({ kind: text, code: maybe, name: maybe }),
  text: both,
  data: z.looseObject({}),
});

export const satisfaction = z.strictObject({
  fixed: maybe,
  restoredTimeRight: maybe,
  quality: rating,
  attitude: rating,
  speed: rating,
  overall: rating,
  commentUrl: maybe,
});

export const ticket = z.strictObject({
  number: text,
  kind: z.enum(ticketKinds),
  category: text,
  responsibility: z.enum(responsibilities),
  priority: z.enum(priorities),
  state: z.enum(ticketStates),
  stateReason: maybe,
  channel: text,
  region: text,
  accountNo: maybe,
  place: z.enum(places),
  summary: text,
  reporter: z.strictObject({ name: maybe, phone, role: text }),
  access: maybe,
  startedAt: maybeMoment,
  reportedAt: moment,
  ...{ arrivalDueAt: maybeMoment, restoreDueAt: maybeMoment, etaAt: maybeMoment, acceptedAt: maybeMoment },
  ...{ departedAt: maybeMoment, arrivedAt: maybeMoment, expectedRestoreAt: maybeMoment, restoredAt: maybeMoment },
  ...{ completedAt: maybeMoment, closedAt: maybeMoment, slaBreachedAt: maybeMoment },
  updatedAt: moment,
  arrivalVerifiedBy: z.array(z.enum(['code', 'customer', 'desk'])),
  team: named,
  person: named,
  cause: maybe,
  result: maybe,
  chargeable: z.boolean(),
  feeCents: z.int().nullable(),
  warrantyClass: maybe,
  appointment: z.strictObject({ from: moment, to: moment }).nullable(),
  outage: maybe,
  parent: maybe,
  reopenedCount: z.int(),
  keyFollowup: z.boolean(),
  satisfaction,
});

export const ticketInFull = ticket.extend({
  timeline: z.array(entry),
  pages: z.array(page),
  callbacks: z.array(callback),
  calls: z.array(call),
  promises: z.array(promise),
});

export const outage = z.strictObject({
  code: text,
  kind: z.enum(['planned', 'fault']),
  networkNode: text,
  cause: both,
  startsAt: moment,
  expectedEndAt: maybeMoment,
  nextNewsAt: maybeMoment,
  state: z.enum(['current', 'restored']),
  restoredAt: maybeMoment,
  reports: z.int().meta({ description: 'How many tickets are linked to it.' }),
});

export const draft = z.strictObject({
  ...{ id, call: text, accountNo: maybe, node: text, facts: z.record(text, text), language: text },
  state: z.enum(['open', 'resumed', 'done']),
});

export const task = z.strictObject({
  id,
  kind: text,
  reason: text,
  state: z.enum(['open', 'done']),
  ticket: maybe,
  outage: maybe,
  draft: draft.nullable(),
  phone,
  recording: maybe,
  createdAt: moment,
  dueAt: moment,
  doneAt: maybeMoment,
  doneBy: maybe,
  note: maybe,
});

export const optOut = z.strictObject({ id, phone: text, source: text, since: moment, person: named });

const error = z.strictObject({
  error: z.strictObject({ code: text, message: text, details: z.looseObject({}) }),
});

/** The answers, by the name that the description of the API gives them. */
export const answerSchemas = {
  Ticket: ticket,
  TicketInFull: ticketInFull,
  Call: call,
  Page: page,
  Callback: callback,
  Outage: outage,
  Task: task,
  OptOut: optOut,
  Error: error,
} as const;

export type AnswerName = keyof typeof answerSchemas;

/** What an answer is made of: moments are dates, all else is as it will be shown. */
type Facts<Answer> = {
  readonly [Name in keyof Answer]: Answer[Name] extends z.output<typeof moment> | null
    ? Date | Extract<Answer[Name], null>
    : Answer[Name];
};

/** Takes of a row what this answer shows, and nothing else. */
export function shown<Answer extends z.ZodObject>(answer: Answer, row: Facts<z.output<Answer>>): z.output<Answer> {
  const facts: Readonly<Record<string, unknown>> = row;
  const fields = Object.keys(answer.shape).map((name) => {
    const fact = facts[name];
    return [name, fact instanceof Date ? fact.toISOString() : fact];
  });
  return Object.fromEntries(fields) as z.output<Answer>;
}
