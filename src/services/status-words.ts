import { Person } from '../../models/person';
import type { Ticket } from '../../models/ticket';
import type { Value } from '../domain/speech';

/** How far a report is, in words for whoever may ask: states and times from its row, the crew's name, nothing of the customer. */
export async function statusWords(ticket: Ticket): Promise<Value> {
  switch (ticket.state) {
    case 'new':
    case 'offered':
      return timed('searching', ticket.arrivalDueAt);
    case 'accepted':
    case 'departed':
      return withCrew(ticket, timed(ticket.state, ticket.etaAt ?? ticket.arrivalDueAt));
    case 'arrived':
      return withCrew(ticket, timed('arrived', ticket.expectedRestoreAt));
    case 'waiting':
      return { phrase: `caller.state.waiting-${ticket.stateReason === 'locate' ? 'locate' : 'other'}` };
    case 'done':
      return timed('done', ticket.restoredAt ?? ticket.completedAt);
    case 'closed':
      return timed('closed', ticket.closedAt);
  }
}

function timed(state: string, at: Date | null): Value {
  if (at === null) return { phrase: `caller.state.${state}` };
  return { phrase: `caller.state.${state}-time`, vars: { time: { time: at } } };
}

async function withCrew({ personCode }: Ticket, what: Value): Promise<Value> {
  const person = personCode === null ? null : await Person.findByPk(personCode);
  if (person === null) return what;
  return { phrase: 'caller.state.crew', vars: { crew: { words: { zh: person.name, en: person.name } }, what } };
}
