import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Reports whose place is only on a recording. */

const stranger = '+8613911112222';
const gaoShan = '+8613800011301';
const liQiang = '+8613800011101';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
});
afterEach(() => hotline.close());

/** Somebody without an account says the address. */
async function reportsByVoice(): Promise<TestPhone> {
  const caller = hotline.phone(stranger);
  await (await caller.dials()).presses('1');
  await caller.isAt('caller/account-number');
  await caller.enters('#');
  await caller.isAt('caller/address-voice');
  await caller.says('学院路8号');
  await caller.presses('#');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await caller.isAt('caller/describe');
  await caller.presses('#');
  await (await caller.isAt('caller/confirm')).presses('1');
  await caller.isAt('caller/created');
  await caller.hangsUp();
  await caller.receives(/工单号/);
  return caller;
}

it('waits for the desk, whose place pages the right team at once', async () => {
  await reportsByVoice();
  const ticket = await hotline.onlyTicket();
  expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'locate', accountNo: null });
  expect(Date.parse(ticket.arrivalDueAt!) - Date.parse(ticket.reportedAt)).toBe(45 * 60_000);
  const [task] = await hotline.tasks();
  expect(task).toMatchObject({ kind: 'locate', reason: 'address', state: 'open', ticket: ticket.number });
  expect(task!.recording).toMatch(/^RE/);
  const body = { action: 'locate', account: '5710000103' };
  await hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body });
  await hotline.phone(liQiang).rings();
  expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000103', region: 'URB', team: { code: 'G-URB' } });
  // Nobody looks for the place any more, so the report no longer says that it waits for that.
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'offered', stateReason: null });
  await expect(hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body })).rejects.toThrow(/409/);
});

it('pages the default team with the recording when nobody finds it in time', async () => {
  await reportsByVoice();
  await hotline.advance({ minutes: 2 });
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'waiting' });
  const crew = hotline.phone(gaoShan);
  await crew.rings(65);
  await crew.answers();
  await crew.hears(/地址见录音/);
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'offered', stateReason: null, team: { code: 'G-REM' } });
  expect(await hotline.tasks()).toMatchObject([{ kind: 'locate', state: 'open' }]);
});
