import type { TicketState } from './ticket';

/** Who moves a ticket: the hotline itself, the crew, a supervisor or manager, the desk or monitoring centre, or the customer. */
export type Mover = 'system' | 'crew' | 'supervisor' | 'desk' | 'customer';

type Moves = Partial<Record<TicketState, readonly Mover[]>>;

const system: readonly Mover[] = ['system', 'supervisor', 'desk'];
const field: readonly Mover[] = ['crew', 'supervisor', 'desk'];
/** Customers may say "it is solved, cancel it" until somebody is at work. */
const ending: readonly Mover[] = ['system', 'supervisor', 'desk', 'customer'];
const office: readonly Mover[] = ['system', 'supervisor', 'desk'];

/** From → to → who may. A move that is not here cannot happen; `done` follows `accepted` too, since a crew may finish without having reported its arrival. */
const moves: Record<TicketState, Moves> = {
  new: { offered: system, accepted: field, waiting: office, closed: ending },
  offered: { new: system, accepted: field, waiting: office, closed: ending },
  accepted: { new: field, departed: field, arrived: field, waiting: field, done: field, closed: ending },
  departed: { new: field, accepted: office, arrived: field, waiting: field, done: field, closed: ending },
  arrived: { new: field, waiting: field, done: field, closed: office },
  waiting: {
    new: system,
    offered: system,
    accepted: field,
    departed: field,
    arrived: field,
    done: field,
    closed: ending,
  },
  done: { new: ['system', 'desk', 'supervisor', 'customer'], closed: office },
  closed: { new: ['system', 'desk', 'supervisor', 'customer'] },
};

/** Whether a ticket may go from one state to another, for anybody or for one kind of mover. */
export function mayMove(from: TicketState, to: TicketState, by?: Mover): boolean {
  const who = moves[from][to];
  return who !== undefined && (by === undefined || who.includes(by));
}

/** The states from which a ticket may go to `to`: the WHERE of a conditional update. */
export function statesBefore(to: TicketState, by?: Mover): TicketState[] {
  return (Object.keys(moves) as TicketState[]).filter((from) => mayMove(from, to, by));
}
