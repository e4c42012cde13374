import { knownPerson } from '../known-people';
import { arrivalToTell } from '../directory/hearing-of';
import type { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import type { TicketState } from '../../domain/ticket';

/** How far a report is, in words: its state, times from its row and the crew's name, but nothing about the customer. */
export async function statusWords(ticket: Ticket): Promise<Value> {
  const { state, stateReason } = ticket;
  if (state === 'waiting') return { phrase: `caller.state.waiting-${stateReason === 'locate' ? 'locate' : 'other'}` };
  const what = timed(state === 'new' || state === 'offered' ? 'searching' : state, timeOf(ticket, state));
  return state === 'accepted' || state === 'departed' || state === 'arrived' ? withCrew(ticket, what) : what;
}

function timeOf(ticket: Ticket, state: Exclude<TicketState, 'waiting'>): Date | null {
  const promised = arrivalToTell(ticket);
  const onTheWay = ticket.etaAt ?? promised;
  const times = {
    new: promised,
    offered: promised,
    accepted: onTheWay,
    departed: onTheWay,
    arrived: ticket.expectedRestoreAt,
    done: ticket.restoredAt ?? ticket.completedAt,
    closed: ticket.closedAt,
  };
  return times[state];
}

function timed(state: string, at: Date | null): Value {
  if (at === null) return { phrase: `caller.state.${state}` };
  return { phrase: `caller.state.${state}-time`, vars: { time: { time: at } } };
}

async function withCrew({ personCode }: Ticket, what: Value): Promise<Value> {
  const person = await knownPerson(personCode);
  if (person === null) return what;
  return { phrase: 'caller.state.crew', vars: { crew: { words: { zh: person.name, en: person.name } }, what } };
}
