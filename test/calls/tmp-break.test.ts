import { Hotline } from '../support/hotline';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { Attempt } from '../../models/attempt';
import { Person } from '../../models/person';

let hotline: Hotline;
afterEach(() => hotline.close({ anybodyMayRing: true }).catch((e: unknown) => console.log(String(e))));
const start = async (o = {}) => {
  hotline = await Hotline.start({ repeatEveryWebhook: true, ...o });
  hotline.expectError(/nobody takes this ticket/);
};
const latest = async () => Ticket.findOne({ order: [['id', 'DESC']] });
async function path(number: string, keys: string[], options = {}) {
  const phone = await hotline.phone(number).dials(options);
  await phone.phone.listens();
  const trace: string[] = [String(phone.nodeNow())];
  for (const key of keys) {
    if (key === 'speak') { await phone.says('停电'); await phone.presses('#'); }
    else if (key === 'silence') await phone.staysSilent();
    else if (key.endsWith('#') && key.length > 1) await phone.enters(key);
    else await phone.presses(key);
    await phone.phone.listens();
    trace.push(`${key}->${phone.nodeNow()}`);
  }
  return { phone, trace };
}

it('A: 0 at main menu, nobody answers, hangs up', async () => {
  await start();
  const { phone, trace } = await path('+8613800000001', ['0']);
  await hotline.advance({ seconds: 30 });
  await phone.hangsUp();
  await hotline.advance({ minutes: 2 });
  console.log('A', trace, await Task.findAll({ raw: true }), await Ticket.count());
});
it('B1: confirm 4 after symptom, then all dark', async () => {
  await start();
  const { phone, trace } = await path('+8613800000001', ['1', '1', '4', '1', 'speak', '4', '1', 'speak']);
  console.log('B1', trace, phone.phone.lastHeard);
  await phone.presses('1'); await phone.phone.listens();
  console.log('B1', (await latest())?.category, (await latest())?.priority);
  await phone.hangsUp();
});
it('B2: arrears 1, back, something else', async () => {
  await start();
  const { phone, trace } = await path('+8613800000010', ['1', '1', '1', '*', '3', '1', 'speak', '1']);
  console.log('B2', trace, phone.phone.lastHeard);
  const t = await latest();
  console.log('B2', t?.category, t?.priority, t?.responsibility);
  await phone.hangsUp();
});
it('B3: medical P0 stays for another address', async () => {
  await start();
  const { phone, trace } = await path('+8613800000015', ['1', '1', '1', '1', 'speak', '2', '5710000103#', '1', 'speak', '1']);
  console.log('B3', trace);
  const t = await latest();
  console.log('B3', t?.category, t?.priority, t?.accountNo);
  await phone.hangsUp();
});
it('P: pin guesses without lock', async () => {
  await start();
  const { phone, trace } = await path('+8613999999999', ['7', '1101#', '1111#', '*', '7', '1101#', '2222#', '*', '7', '1101#', '3333#', '*', '7', '1101#', '4444#', '*', '7', '1101#', '3202#']);
  const p = await Person.findByPk('1101');
  console.log('P', trace, p?.pinFailures, p?.pinLockedUntil, phone.phone.lastHeard);
  await phone.hangsUp();
});
it('L: landline report receipt', async () => {
  await start();
  const { phone, trace } = await path('+8657112345678', ['1', '5710000103#', '1', 'speak', '1']);
  console.log('L', trace, phone.phone.lastHeard);
  await phone.hangsUp();
  await hotline.advance({ seconds: 30 });
  console.log('L', (await Attempt.findAll({ where: { channel: 'text' }, raw: true })).map(({ toPhone, state, outcome, errorCode }) => ({ toPhone, state, outcome, errorCode })));
});
it('W: withheld, types hotline number as contact', async () => {
  await start();
  const { phone, trace } = await path('+8613800000061', ['1', '5710000103#', '1', '057195598#', 'speak', '1'], { withheld: true });
  console.log('W', trace, phone.phone.lastHeard);
  await phone.hangsUp();
  await hotline.advance({ minutes: 3 });
  console.log('W', (await Attempt.findAll({ raw: true })).map(({ kind, toPhone, state, outcome, errorCode }) => ({ kind, toPhone, state, outcome, errorCode })));
});
it('F: foreign mobile', async () => {
  await start();
  const { phone, trace } = await path('+447700900123', ['1', '5710000112#', '2']);
  console.log('F', trace, phone.phone.lastHeard);
  await hotline.advance({ seconds: 30 });
  console.log('F', (await Attempt.findAll({ raw: true })).map(({ kind, toPhone, state, outcome, errorCode }) => ({ kind, toPhone, state, outcome, errorCode })));
});
