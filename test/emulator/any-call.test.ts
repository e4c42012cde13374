import fc from 'fast-check';
import { CALLER, CREW, NUMBER, startWorld } from './program';

const FINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

const verb = fc.constantFrom(
  '<Say>Some words to hear</Say>',
  '<Pause length="2"/>',
  '<Gather numDigits="1" action="/b" timeout="3"><Say>Press</Say></Gather>',
  '<Gather finishOnKey="#" action="/c" timeout="3" actionOnEmptyResult="true"/>',
  '<Record action="/c" timeout="3" maxLength="10" recordingStatusCallback="/recorded"/>',
  `<Dial action="/d" timeout="6" callerId="${NUMBER}"><Number url="/a">${CREW}</Number></Dial>`,
  `<Dial timeout="6" hangupOnStar="true" timeLimit="20">${CREW}</Dial>`,
  '<Redirect>/c</Redirect>',
  '<Reject reason="busy"/>',
  '<Hangup/>',
);
const document = fc.array(verb, { maxLength: 4 }).map((verbs) => verbs.join(''));
/** Ends in itself without a pause: a document like this would be asked for again and again within one moment. */
const spins = (text: string) => text.startsWith('<Redirect>/c');

type Act = 'answer' | 'reject' | 'hangsUp' | 'key' | 'says' | 'wait' | 'restEnd' | 'restMove' | 'page';
const act = fc.tuple(
  fc.constantFrom<Act>('answer', 'reject', 'hangsUp', 'key', 'says', 'wait', 'wait', 'restEnd', 'restMove', 'page'),
  fc.constantFrom(CALLER, CREW),
  fc.constantFrom('1', '#', '*', '12#'),
);

describe('any call', () => {
  it('ends, is reported as over exactly once, and breaks nothing in the emulator', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 4, maxLength: 4 }),
        fc.array(act, { maxLength: 12 }),
        async (texts, acts) => {
          const world = await startWorld();
          try {
            for (const [index, path] of ['/voice', '/a', '/b', '/c'].entries()) {
              const text = texts[index] ?? '';
              world.on(path, path === '/c' && spins(text) ? '<Hangup/>' : text);
            }
            world.on('/d', '<Pause/>');
            await world.emulator.phone(CALLER).dial();
            for (const [what, number, keys] of acts) await perform(world, what, number, keys);
            for (const call of world.emulator.calls) if (call.live) call.hangUp('the test is over');
            await world.clock.advance(10_000);
            expect(world.emulator.debugger.filter(({ code }) => code === 90000)).toEqual([]);
            expect(world.emulator.calls.map(({ status }) => FINAL.includes(status))).not.toContain(false);
            const over = world.at('/status').map(({ params }) => params['CallSid']);
            const expected = world.emulator.calls.filter(({ setup }) => setup.statusCallback).map(({ sid }) => sid);
            expect(over.sort()).toEqual(expected.sort());
            expect(world.received.every(({ signed }) => signed)).toBe(true);
          } finally {
            await world.stop();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

async function perform(
  world: Awaited<ReturnType<typeof startWorld>>,
  what: Act,
  number: string,
  keys: string,
): Promise<void> {
  const phone = world.emulator.phone(number);
  const { call, state } = phone;
  if (what === 'wait') await world.clock.advance(2500);
  else if (what === 'page') {
    const order = {
      to: number,
      from: NUMBER,
      url: `${world.base}/a`,
      timeout: 6,
      statusCallback: `${world.base}/status`,
    };
    await world.client.calls.create(order);
  } else if (state === 'ringing' && (what === 'answer' || what === 'reject')) await phone[what]();
  else if (call && what === 'hangsUp') await phone.hangsUp();
  else if (state === 'connected' && call) await performConnected(world, what, phone, keys);
}

async function performConnected(
  world: Awaited<ReturnType<typeof startWorld>>,
  what: Act,
  phone: ReturnType<(typeof world)['emulator']['phone']>,
  keys: string,
): Promise<void> {
  const { call } = phone;
  if (what === 'key') await phone.presses(keys).catch(ignoreEnded);
  if (what === 'says') await phone.says('hello there');
  if (what === 'restEnd') await world.client.calls(call!.sid).update({ status: 'completed' });
  if (what === 'restMove') await world.client.calls(call!.sid).update({ url: `${world.base}/b` });
}

/** The call may end between two keys. */
function ignoreEnded(error: unknown): void {
  if (!String(error).includes('cannot press a key')) throw error;
}
