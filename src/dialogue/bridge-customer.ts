import type { CallScript, Spoken } from '../carrier/carrier';
import type { Position } from '../domain/flow';
import type { Context } from '../services/context';
import { customerPhone, ticketOfFacts } from '../services/crew/customer-call';
import { bridgeUrl } from './position-url';

/** Connects one of our people to the customer of their ticket, who sees the hotline's number; afterwards the call is back at `position`. Null when there is no number to ring. */
export async function bridgeCustomer(
  context: Context,
  position: Position,
  say: readonly Spoken[],
): Promise<CallScript | null> {
  const ticket = await ticketOfFacts(position.facts);
  const phone = ticket && customerPhone(context, ticket);
  if (phone === null) return null;
  const { publicBaseUrl, hotlineNumber: callerId } = context.settings;
  const dial = { to: [phone], callerId, ringForMs: context.policy.paging.ringFor };
  return { kind: 'dial', say, action: bridgeUrl(publicBaseUrl, position), dial };
}
