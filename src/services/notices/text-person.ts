import type { Ticket } from '../../../models/ticket';
import type { Vars } from '../../domain/speech';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { queueText } from '../outbound/queue-attempt';
import { renderText } from '../prompts';

/** Tells one of our people something about a job by text, in their language; inside the caller's transaction. */
export async function textPerson(
  context: Context,
  code: string | null,
  { id: ticketId, number, priority }: Pick<Ticket, 'id' | 'number' | 'priority'>,
  prompt: string,
  vars: Vars = {},
): Promise<void> {
  const person = await knownPerson(code);
  if (person === null) return;
  const { phone: toPhone, language } = person;
  const body = renderText(context, language, prompt, { number: { digits: number }, ...vars });
  await queueText(context, { kind: 'crew_reminder', toPhone, language, priority, ticketId, body });
}
