import { Draft } from '../../models/draft';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { isEnglish, language, unusedEntry, walk } from '../support/routes';
import { silenceAnswers, type CallerRoute } from '../support/routes-caller';
import { li, people, takenReport } from '../support/routes-stage';

/** The questions of the caller's dialogue where silence is an answer, and a hang-up at each. */

const goodbye = isEnglish ? /goodbye/i : /再见/;
const zhao = '+8613800011102';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start();
});
afterEach(() => hotline.close());

async function callsAndWalks(node: string): Promise<TestPhone> {
  const route = silenceAnswers.find((known) => known.node === node);
  if (route === undefined) throw new Error(`There is no route to ${node}.`);
  const caller = await calls(route);
  return caller.isAt(node);
}

async function calls({ phone, keys }: Pick<CallerRoute, 'phone' | 'keys'>, options = {}): Promise<TestPhone> {
  const caller = await hotline.phone(phone).dials(options);
  if (isEnglish) await caller.presses('8');
  await walk(caller, keys);
  return caller;
}

/** The right two phones ring for a P0; the first takes it. */
async function crewTakes(phones: readonly [string, string], withinSeconds = 5): Promise<void> {
  const [first, second] = [hotline.phone(phones[0]), hotline.phone(phones[1])];
  await first.rings(withinSeconds);
  await second.rings();
  await first.answers();
  await first.presses('1');
  await first.hangsUp();
}

/** One danger ticket that somebody has taken, and a call that asks whether all is well. */
async function expectDangerFollowed(caller: TestPhone, category: string): Promise<void> {
  await caller.receives(isEnglish ? /Ticket \d{8}/ : /工单号\d{8}/);
  await caller.receives(isEnglish ? /sorry/i : /接单/, 60);
  await (await (await caller.rings(150)).answers()).isAt('danger-check/safe');
  await (await caller.presses('1')).hears(goodbye);
  expect(caller.isIdle).toBe(true);
  const dangers = await Ticket.findAll({ where: { kind: 'danger' } });
  expect(dangers).toMatchObject([{ priority: 'P0', category, state: 'accepted', reporterPhone: caller.number }]);
  expect(await Draft.count()).toBe(0);
}

async function nobodyAnswers(): Promise<void> {
  for (const number of people) await (await hotline.phone(number).rings(30)).ignores();
}

describe('danger is opened by silence and by a hang-up alike', () => {
  it('caller/danger: hang-up', async () => {
    const caller = await callsAndWalks('caller/danger');
    expect(unusedEntry('caller/danger')).toBeNull();
    await caller.hangsUp();
    await crewTakes([li, zhao], 40);
    await expectDangerFollowed(caller, 'line_hazard');
  });

  it('caller/danger: silence rings a person first, then the crew', async () => {
    const caller = await callsAndWalks('caller/danger');
    await caller.staysSilent();
    await (await hotline.phone(people[0]!).rings(20)).ignores();
    expect(await Ticket.findAll()).toMatchObject([{ kind: 'danger', priority: 'P0', state: 'new' }]);
    await (await hotline.phone(people[1]!).rings(20)).rejects();
    await crewTakes([li, zhao], 20);
    await caller.hangsUp();
    hotline.phone(people[2]!).missed();
    await expectDangerFollowed(caller, 'line_hazard');
  });

  it('caller/help: hang-up, after an unused key that is asked again', async () => {
    const caller = await callsAndWalks('caller/help');
    await caller.presses(unusedEntry('caller/help') ?? '');
    await caller.isAt('caller/help');
    await caller.hangsUp();
    await crewTakes(['+8613800013203', '+8613800013201'], 40);
    await expectDangerFollowed(caller, 'lost_security');
  });

  it('caller/help: silence rings a person', async () => {
    const caller = await callsAndWalks('caller/help');
    await caller.staysSilent();
    await (await hotline.phone(people[0]!).rings(20)).answers();
    await hotline.phone(people[0]!).presses('1');
    expect(caller.isTalkingWith(hotline.phone(people[0]!))).toBe(true);
    await caller.hangsUp();
    await caller.receives(isEnglish ? /Ticket \d{8}/ : /工单号\d{8}/);
    expect(await Ticket.findAll()).toMatchObject([{ kind: 'danger', priority: 'P0', category: 'lost_security' }]);
    await hotline.advance({ seconds: 40 });
    expect(await Task.findAll()).toMatchObject([{ kind: 'call', reason: 'danger', state: 'open' }]);
  });

  it.each([
    ['caller/danger-place', [li, zhao]],
    ['caller/danger-address', ['+8613800011301', '+8613800011302']],
  ] as const)('%s: hang-up', async (node, crews) => {
    const caller = await callsAndWalks(node);
    await caller.hangsUp();
    await crewTakes([crews[0], crews[1]]);
    await expectDangerFollowed(caller, 'line_hazard');
  });

  it.each([
    ['caller/danger-place', [li, zhao]],
    ['caller/danger-address', ['+8613800011301', '+8613800011302']],
  ] as const)('%s: silence goes on to a person', async (node, crews) => {
    const caller = await callsAndWalks(node);
    await crewTakes([crews[0], crews[1]]);
    await caller.isAt(node);
    const unused = unusedEntry(node);
    if (unused !== null) await (await caller.presses(unused)).isAt(node);
    await caller.staysSilent();
    await (await hotline.phone(people[0]!).rings(30)).rejects();
    await hotline.phone(people[1]!).rings();
    await caller.hangsUp();
    await expectDangerFollowed(caller, 'line_hazard');
  });
});

describe('the report itself', () => {
  it('caller/describe: silence goes on without a description; a hang-up keeps what was said', async () => {
    const caller = await callsAndWalks('caller/describe');
    await caller.staysSilent();
    await caller.isAt('caller/confirm');
    await caller.presses('*');
    await caller.isAt('caller/describe');
    await caller.says(isEnglish ? 'since noon' : '中午开始的');
    await caller.hangsUp();
    await caller.receives(isEnglish ? /press 1 to report it/ : /按1报停电/);
    expect(await Draft.findAll()).toMatchObject([{ node: 'confirm', language, facts: { neighbours: 'all' } }]);
    expect((await Draft.findOne())?.facts['recording']).toMatch(/^RE/);
    expect(await Ticket.count()).toBe(0);
  });

  it.each(['silence', 'hang-up', 'unused keys'])('caller/created: %s leaves the ticket as it is', async (how) => {
    const caller = await callsAndWalks('caller/created');
    if (how === 'hang-up') await caller.hangsUp();
    else if (how === 'silence') await (await caller.staysSilent()).hears(goodbye);
    else {
      const unused = unusedEntry('caller/created') ?? '';
      for (let times = 0; times < 3; times += 1) await caller.presses(unused);
      await caller.hears(goodbye);
    }
    expect(caller.isIdle).toBe(true);
    await caller.receives(/\d{8}/);
    const crew = hotline.phone(li);
    await hotline.advance({ seconds: 5 });
    crew.missed(crew.phone.rings.length);
    const tickets = await Ticket.findAll();
    expect(tickets).toMatchObject([{ kind: 'fault', state: 'offered', reporterLanguage: language }]);
    expect(tickets[0]?.descriptionRecording).toMatch(/^RE/);
    expect(await Task.count()).toBe(0);
  });
});

describe('existing reports', () => {
  it('caller/add-message: silence and a hang-up without a word add nothing', async () => {
    const ticket = await takenReport(hotline);
    const entries = await TimelineEntry.count();
    const caller = await callsAndWalks('caller/add-message');
    await caller.staysSilent();
    await (await caller.isAt('caller/status')).presses('2');
    await (await caller.isAt('caller/add-message')).hangsUp();
    await hotline.advance({ seconds: 30 });
    expect(await TimelineEntry.count()).toBe(entries);
    expect((await ticket.reload()).state).toBe('accepted');
    expect(await Task.count()).toBe(0);
  });

  it('caller/bill: silence is goodbye, an unused key is asked again, a hang-up leaves nothing', async () => {
    const caller = await callsAndWalks('caller/bill');
    await caller.presses(unusedEntry('caller/bill') ?? '');
    await caller.isAt('caller/bill');
    await (await caller.staysSilent()).hears(goodbye);
    expect(caller.isIdle).toBe(true);
    await (await callsAndWalks('caller/bill')).hangsUp();
    await hotline.advance({ seconds: 30 });
    expect([await Ticket.count(), await Task.count(), await Draft.count()]).toEqual([0, 0, 0]);
  });
});

describe('a message', () => {
  const noted = isEnglish ? /no message.*noted/i : /没有听到留言.*已经记下/;

  it.each(['silence', 'hang-up'])(
    'caller/leave-message: %s is a ticket too, and no message is claimed',
    async (how) => {
      const caller = await calls({ phone: '+8613800000003', keys: ['0'] });
      await nobodyAnswers();
      await caller.isAt('caller/leave-message');
      if (how === 'hang-up') await caller.hangsUp();
      else await (await caller.staysSilent()).hears(noted);
      await hotline.advance({ seconds: 30 });
      const [message, ...others] = await Ticket.findAll();
      expect(others).toEqual([]);
      expect(message).toMatchObject({
        kind: 'matter',
        state: 'new',
        accountNo: '5710000103',
        descriptionRecording: null,
      });
      expect(message?.summaryEn).toMatch(/no message/);
    },
  );

  it('is of the address and the phone that were named in the call, with what was answered', async () => {
    const keys = ['1', '5710000101#', '1', '13800000001#'];
    const caller = await calls({ phone: '+8613900000001', keys }, { withheld: true });
    await (await caller.isAt('caller/describe')).presses('0');
    await nobodyAnswers();
    await walk(caller, ['speak']);
    const message = await Ticket.findOne({ rejectOnEmpty: true });
    expect(message).toMatchObject({ kind: 'matter', accountNo: '5710000101', reporterPhone: '+8613800000001' });
    expect(message.triage).toMatchObject({ neighbours: 'all' });
  });

  it('is of the second of two addresses when that was picked', async () => {
    const caller = await calls({ phone: '+8613800000008', keys: ['1', '2', '0'] });
    await nobodyAnswers();
    await walk(caller, ['speak']);
    expect(await Ticket.findOne()).toMatchObject({ accountNo: '5710000109', reporterRole: 'customer' });
  });
});
