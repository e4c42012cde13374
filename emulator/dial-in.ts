import type { Call, CallExchange } from './call';
import { placeInbound } from './place';
import type { CallEvent } from './status-callbacks';

/** A call from a phone to the emulated number. Throws for any other: the emulator carries no calls between phones. */
export function dialEmulated(exchange: CallExchange, phone: string, from: string, to: string): Call {
  const { number, voiceFallbackUrl, statusCallbackUrl } = exchange.options;
  if (to !== number) throw new Error(`${to} is not a number of the emulated account`);
  const events = new Set<CallEvent>(['completed']);
  return placeInbound(
    {
      from,
      to,
      direction: 'inbound',
      parent: null,
      fallback: voiceFallbackUrl === undefined ? null : { url: voiceFallbackUrl, method: 'POST' },
      statusCallback: statusCallbackUrl === undefined ? null : { url: statusCallbackUrl, method: 'POST', events },
    },
    phone,
    exchange,
  );
}
