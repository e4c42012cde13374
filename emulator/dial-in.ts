import type { CallEvent } from './status-callbacks';
import type { Exchange } from './exchange';
import type { Phone } from './phone';
import { answerInbound, placeInbound } from './place';

/** A phone dials the emulated number. Throws for any other: the emulator carries no calls between phones. */
export function dialEmulated(exchange: Exchange, phone: Phone, from: string, to: string): void {
  const { number, voiceFallbackUrl, statusCallbackUrl } = exchange.options;
  if (to !== number) throw new Error(`${to} is not a number of the emulated account`);
  const events = new Set<CallEvent>(['completed']);
  const call = placeInbound(
    {
      from,
      to,
      direction: 'inbound',
      parent: null,
      fallback: voiceFallbackUrl === undefined ? null : { url: voiceFallbackUrl, method: 'POST' },
      statusCallback: statusCallbackUrl === undefined ? null : { url: statusCallbackUrl, method: 'POST', events },
    },
    phone.number,
    exchange,
  );
  phone.call = call;
  call.log('ring', `dials ${to}`);
  answerInbound(call);
}
