import type { Call } from '../call';

const UNKNOWN_MS = 3000;

/** How long a sound file plays, in milliseconds: read from a wav file's header, else a guess. One that cannot be had is silent. */
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
  if (answer.ok) return wavMs(answer.body) ?? UNKNOWN_MS;
  const { code, message } = answer;
  exchange.journal.notice({ at: exchange.clock.now(), level: 'error', code, message, url, callSid: sid });
  return 0;
}

function wavMs(file: Buffer): number | null {
  if (file.length < 44 || file.toString('latin1', 0, 4) !== 'RIFF') return null;
  const bytesPerSecond = file.readUInt32LE(28);
  return bytesPerSecond === 0 ? null : Math.ceil(((file.length - 44) / bytesPerSecond) * 1000);
}
