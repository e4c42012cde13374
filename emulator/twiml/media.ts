import type { Call } from '../call';
import { exchangedOf } from '../journal';
import { readWav } from '../wav';

const UNKNOWN_MS = 3000;

/** How long a sound file plays, in milliseconds: what the header of a wav file says, a guess for any other. One that cannot be fetched takes no time. */
export async function mediaMs(call: Call, url: string): Promise<number> {
  const { exchange, sid, phone } = call;
  const answer = await exchange.webhooks.send({
    url,
    method: 'GET',
    params: {},
    paramsAfterRedirect: {},
    callSid: sid,
    who: phone.number,
  });
  if (answer.ok) return readWav(answer.body)?.ms ?? UNKNOWN_MS;
  const { code, message, response } = answer;
  const exchanged = exchangedOf({ method: 'GET', params: {} }, response);
  exchange.journal.notice({ at: exchange.clock.now(), level: 'error', code, message, url, callSid: sid, exchanged });
  return 0;
}
