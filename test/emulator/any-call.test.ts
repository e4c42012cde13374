import fc from 'fast-check';
import type { Phone } from '../../emulator/phone';
import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

const FINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

const verb = fc.constantFrom(
  '<Say>Some words to hear</Say>',
  '<Pause length="2"/>',
  '<Gather numDigits="1" action="/b" timeout="3"><Say>Press</Say></Gather>',
  '<Gather finishOnKey="#" action="/c" timeout="3" actionOnEmptyResult="true"/>',
  '<Record action="/c" timeout="3" maxLength="10" recordingStatusCallback="/recorded"/>',
  `<Dial action="/d" timeout="6" callerId="${NUMBER}"><Number url="/a">${CREW}</Number></Dial>`,
  `<Dial timeout="6" hangupOnStar="true" timeLimit="20">${CREW}</Dial>`,
  `<Dial timeout="6" sequential="true" record="record-from-answer"><Number>${CREW}</Number><Number>${CALLER}</Number></Dial>`,
  '<Enqueue waitUrl="/wait" action="/c">queue</Enqueue>',
  '<Dial timeout="6" action="/d"><Queue url="/wait">queue</Queue></Dial>',
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
            world.on('/wait', '<Gather numDigits="1" action="/leave" timeout="1"><Say>Wait</Say></Gather>');
            world.on('/leave', '<Leave/>');
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
      { numRuns: 80 },
    );
  });
});

async function perform(world: World, what: Act, number: string, keys: string): Promise<void> {
  const phone = world.emulator.phone(number);
  if (what === 'wait') await world.clock.advance(2500);
  else if (what === 'page') await place(world, number);
  else if (phone.state === 'ringing') await performRinging(what, phone);
  else if (phone.state === 'connected') await performConnected(world, what, phone, keys);
  else if (phone.state === 'dialing' && what === 'hangsUp') await phone.hangsUp();
}

async function performRinging(what: Act, phone: Phone): Promise<void> {
  if (what === 'answer' || what === 'reject' || what === 'hangsUp') await phone[what]();
}

async function place(world: World, to: string): Promise<void> {
  const { base } = world;
  const order = { to, from: NUMBER, url: `${base}/a`, timeout: 6, statusCallback: `${base}/status` };
  await world.client.calls.create(order);
}

async function performConnected(world: World, what: Act, phone: Phone, keys: string): Promise<void> {
  const { call } = phone;
  if (what === 'hangsUp') await phone.hangsUp();
  if (what === 'key') await phone.presses(keys).catch(ignoreRefused);
  if (what === 'says') await phone.says('hello there').catch(ignoreRefused);
  if (what === 'restEnd') await world.client.calls(call!.sid).update({ status: 'completed' });
  if (what === 'restMove') await world.client.calls(call!.sid).update({ url: `${world.base}/b` });
}

/** The call may end between two keys, or never listen. */
function ignoreRefused(error: unknown): void {
  if (!String(error).includes(' cannot ')) throw error;
}
