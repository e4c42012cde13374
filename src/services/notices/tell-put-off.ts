import type { Ticket } from '../../../models/ticket';
import type { Obstacle } from '../../domain/obstacles';
import { textCustomer } from './text-customer';
import type { Context } from '../context';
import { addTask } from '../add-task';

export interface PutOffNews {
  readonly because: Obstacle;
  readonly until: Date;
  /** The key of the desk's task, made from the call that settled the plan, so that the desk asks once. */
  readonly key: string;
}

/** Tells the customer why and when somebody comes again; the desk asks whether the plan suits. */
export async function tellPutOff(context: Context, ticket: Ticket, { because, until, key }: PutOffNews): Promise<void> {
  const why = { phrase: `text.put-off.${because.replace('_', '-')}` };
  await textCustomer(context, ticket, 'text.put-off', { why, time: { time: until } });
  const { id: ticketId, reporterPhone: phone } = ticket;
  await addTask(context, { key: `plan:${ticketId}:${key}`, kind: 'call', reason: 'plan', ticketId, phone });
}
