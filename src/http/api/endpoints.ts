import type { z } from 'zod';
import type { AnswerName } from '../../services/views/answers';
import { newOptOut, optOutsQuery } from './opt-outs';
import { newOutage, outageChange, outagesQuery } from './outages';
import {
  callbacksQuery,
  callsQuery,
  onePhonesQuery,
  pagesQuery,
  tasksQuery,
  ticketsQuery,
} from '../../services/views/queries';
import { taskAction } from './tasks';

/** One route of the API as its description tells it. */
export interface Endpoint {
  /** `get` unless given. */
  readonly method?: 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** An example of a body, shown in the docs. */
  readonly example?: unknown;
  /** What a 200 or 201 holds; with `list`, one page of such rows. */
  readonly answer?: AnswerName;
  readonly list?: true;
  /** The status, where it is not 200. */
  readonly status?: 201 | 204;
}

function list(path: string, summary: string, query: z.ZodObject, answer: AnswerName): Endpoint {
  return { path, summary, query, answer, list: true };
}

const tickets: readonly Endpoint[] = [
  list('/tickets', 'Tickets that fit every filter, the newest first.', ticketsQuery, 'Ticket'),
  {
    path: '/tickets/{number}',
    summary: 'One ticket with its timeline, pages, callbacks, calls and promises.',
    query: onePhonesQuery,
    answer: 'TicketInFull',
  },
];

const phoneWork: readonly Endpoint[] = [
  list('/calls', 'Calls with the nodes they walked, the newest first.', callsQuery, 'Call'),
  { path: '/calls/{sid}', summary: 'One call with the nodes it walked.', query: onePhonesQuery, answer: 'Call' },
  list('/pages', 'Pages to the crew, also those that wait and why.', pagesQuery, 'Page'),
  list(
    '/callbacks',
    'Calls of every kind that we owe customers or have made, the newest first.',
    callbacksQuery,
    'Callback',
  ),
];

const outages: readonly Endpoint[] = [
  list('/outages', 'Outages that fit every filter, the latest start first.', outagesQuery, 'Outage'),
  {
    method: 'post',
    path: '/outages',
    summary: 'Puts down an outage.',
    body: newOutage,
    example: {
      kind: 'planned',
      networkNode: 'T-BH',
      cause: { zh: '更换变压器', en: 'replacing a transformer' },
      startsAt: '2026-03-01T01:00:00Z',
      expectedEndAt: '2026-03-01T07:00:00Z',
    },
    answer: 'Outage',
    status: 201,
  },
  { path: '/outages/{code}', summary: 'One outage.', answer: 'Outage' },
  {
    method: 'patch',
    path: '/outages/{code}',
    summary: 'Changes what is known of an outage, or reports it restored: everybody linked to it is told.',
    body: outageChange,
    example: { state: 'restored' },
    answer: 'Outage',
  },
];

const desk: readonly Endpoint[] = [
  list('/tasks', 'What the desk must do, drafts among it, the newest first.', tasksQuery, 'Task'),
  {
    method: 'post',
    path: '/tasks/{id}/actions',
    summary: 'Ends a task: done with a note, the place found, or the team paged.',
    body: taskAction,
    example: { action: 'done', note: 'called back, power is on' },
    answer: 'Task',
  },
  list('/optouts', 'Numbers that want no texts, the newest first.', optOutsQuery, 'OptOut'),
  {
    method: 'post',
    path: '/optouts',
    summary: 'No more texts to this number.',
    body: newOptOut,
    example: { phone: '+8613800000001' },
    answer: 'OptOut',
    status: 201,
  },
  {
    method: 'delete',
    path: '/optouts',
    summary: 'Texts to a number again, by `id` or `phone`.',
    body: newOptOut,
    example: { phone: '+8613800000001' },
    status: 204,
  },
];

/** Every route of the API but those that describe it. */
export const endpoints: readonly Endpoint[] = [...tickets, ...phoneWork, ...outages, ...desk];
