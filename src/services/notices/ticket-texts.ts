import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import type { Obstacle } from '../../domain/obstacles';
import type { Vars } from '../../domain/speech';
import { addTask } from '../add-task';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { canReach } from '../outbound/is-reachable';
import { queueText, type NewText } from '../outbound/queue-attempt';
import { renderText } from '../prompts';

/** Tells the customer of a ticket something by text, if its phone can take one; inside the caller's transaction. */
export async function textCustomer(
  context: Context,
  ticket: Ticket,
  prompt: string,
  vars: Vars = {},
  kind: NewText['kind'] = 'news',
): Promise<void> {
  const { reporterPhone: toPhone, reporterLanguage: language } = ticket;
  if (toPhone === null || !canReach(context, toPhone, 'text')) return;
  await textTo(context, ticket, { kind, toPhone, language }, prompt, vars);
}

/** Tells one of our people something about a job by text, in their language; inside the caller's transaction. */
export async function textPerson(
  context: Context,
  code: string | null,
  ticket: About,
  prompt: string,
  vars: Vars = {},
): Promise<void> {
  const person = await knownPerson(code);
  if (person === null) return;
  const { phone: toPhone, language } = person;
  await textTo(context, ticket, { kind: 'crew_reminder', toPhone, language }, prompt, vars);
}

/** Tells the customer why and when somebody comes again; the desk asks whether the plan suits. `key` is that of the desk's task, made from the call that settled the plan, so that the desk asks once. */
export async function tellPutOff(
  context: Context,
  ticket: Ticket,
  { because, until, key }: { readonly because: Obstacle; readonly until: Date; readonly key: string },
): Promise<void> {
  const why = { phrase: `text.put-off.${because.replace('_', '-')}` };
  await textCustomer(context, ticket, 'text.put-off', { why, time: { time: until } });
  const { id: ticketId, reporterPhone: phone } = ticket;
  await addTask(context, { key: `plan:${ticketId}:${key}`, kind: 'call', reason: 'plan', ticketId, phone });
}

/** Texts how to pay, once for each ticket, without a sum or a name. */
export async function textPayment(context: Context, { id }: Ticket, toPhone: string): Promise<void> {
  await inTransaction(async () => {
    const ticket = await Ticket.findByPk(id, { lock: true, rejectOnEmpty: true });
    if ((await Attempt.count({ where: { ticketId: id, kind: 'notice' } })) > 0) return;
    const account = { digits: (ticket.accountNo ?? '').slice(-4) };
    const to = { kind: 'notice', toPhone, language: ticket.reporterLanguage } as const;
    await textTo(context, ticket, to, 'text.how-to-pay', { account });
  });
}

type About = Pick<Ticket, 'id' | 'number' | 'priority'>;
type To = Pick<NewText, 'kind' | 'toPhone' | 'language'>;

/** Texts a number something about a ticket; inside the caller's transaction. */
export async function textTo(context: Context, about: About, to: To, prompt: string, vars: Vars): Promise<void> {
  const { id: ticketId, number, priority } = about;
  const body = renderText(context, to.language, prompt, { number: { digits: number }, ...vars });
  await queueText(context, { ...to, priority, ticketId, body });
}
