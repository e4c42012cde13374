import { PhoneCall } from './phone-call.mjs';

/** What a caller presses whose street is dark; words where a recording is asked for. */
const reports = {
  ...{ missed: '2', resume: '2', 'main-menu': '1', account: '1', 'pick-account': '1', duplicate: '3' },
  ...{ arrears: '3', 'top-up': '3', 'known-outage': '3', neighbours: '1', describe: 'words', confirm: '1' },
};
const linked = { ...reports, 'known-outage': '1' };
const mostSteps = 15;

/** Answers what is asked until `end`; throws when the dialogue leads somewhere else. */
async function walk(call, ways, end) {
  for (let steps = 0; call.node !== end; steps += 1) {
    const keys = ways[call.node.replace('caller/', '')];
    if (keys === undefined || steps === mostSteps) throw new Error(`the call stopped at ${call.node}`);
    if (keys === 'words') await call.speak();
    else await call.press(keys);
  }
  return call;
}

/** From the ring to the promise of the new ticket, and hang up. */
export async function reportPowerCut(webhooks, phone) {
  const call = await PhoneCall.dial(webhooks, phone);
  await walk(call, reports, 'caller/created');
  await call.hangUp();
}

/** From the ring to "you will be called when it is back": nobody is paged, no text is sent. */
export async function joinOutage(webhooks, phone) {
  const call = await PhoneCall.dial(webhooks, phone);
  await walk(call, linked, 'hangup');
  await call.hangUp();
}

/** Key 5, then a wire that is down; `pressed` is told the moment before that key goes out. */
export async function reportDanger(webhooks, phone, pressed) {
  const call = await PhoneCall.dial(webhooks, phone);
  await call.press('5');
  pressed(performance.now());
  await call.press('1');
  if (call.node !== 'caller/danger-place') throw new Error(`the danger call stopped at ${call.node}`);
  await call.hangUp();
}

/** Walks a call to a node and leaves it there. */
export async function walkTo(webhooks, phone, node) {
  return walk(await PhoneCall.dial(webhooks, phone), reports, node);
}
