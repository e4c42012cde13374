import { ServedHotline, faultline, until } from './hotline-process';

/** The hotline and its emulator are two programs: their clocks are moved forward together. */

const token = 'a-token-of-this-test';
const [wangFang, liQiang, zhaoLei] = ['+8613800000001', '+8613800011101', '+8613800011102'];
const minute = 60_000;
let hotline: ServedHotline;

interface PhoneNow {
  readonly state: string;
  readonly asking: { readonly path: string } | null;
  readonly transcript: readonly { readonly at: string; readonly kind: string }[];
}
interface ClockNow {
  readonly now: string;
  readonly shiftMs: number;
  readonly forwarding: boolean;
}
interface TicketNow {
  readonly number: string;
  readonly timeline: readonly {
    readonly at: string;
    readonly type: string;
    readonly data: { person?: { code: string } };
  }[];
}

beforeEach(async () => {
  hotline = await ServedHotline.prepare('clock', token);
});
afterEach(() => hotline.remove());

const read = async <T>(url: string): Promise<T> =>
  (await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json()) as T;
const phone = (number: string) => read<PhoneNow>(hotline.at('EMULATOR_PORT', `/phones/${encodeURIComponent(number)}`));
const clock = () => read<ClockNow>(hotline.at('EMULATOR_PORT', '/clock'));

/** A power cut is reported; the caller has hung up and the first of the crew is being rung. */
async function reportPowerCut(): Promise<void> {
  const act = (what: string, body?: object) => hotline.post(`/phones/${encodeURIComponent(wangFang)}/${what}`, body);
  await act('dial');
  for (const [node, keys] of [
    ['main-menu', '1'],
    ['account', '1'],
    ['neighbours', '1'],
    ['describe', '#'],
    ['confirm', '1'],
  ]) {
    await until(`the caller is at ${node!}`, 20_000, async () =>
      (await phone(wangFang)).asking?.path === `/voice/step/caller/${node!}` ? true : null,
    );
    await act('keys', { keys });
  }
  await until('the ticket is there', 20_000, async () =>
    (await phone(wangFang)).asking?.path === '/voice/step/caller/created' ? true : null,
  );
  await act('hangup');
  await until('the first of the crew rings', 20_000, async () =>
    (await phone(liQiang)).state === 'ringing' ? true : null,
  );
}

/** Lets time go by until a phone rings. */
async function forward(minutes: number): Promise<ClockNow> {
  await hotline.post('/clock/forward', { minutes });
  return until('the clock goes at its own pace', 60_000, async () => {
    const now = await clock();
    return now.forwarding ? null : now;
  });
}

/** The phone rings before the hotline has written that it does. */
function pagedAt(code: string): Promise<number> {
  return until(`it is written that ${code} is rung`, 20_000, async () => {
    const { items } = await read<{ items: { number: string }[] }>(hotline.at('PORT', '/api/v1/tickets'));
    const { timeline } = await read<TicketNow>(hotline.at('PORT', `/api/v1/tickets/${items[0]!.number}`));
    const paged = timeline.find(({ type, data }) => type === 'paged' && data.person?.code === code);
    return paged === undefined ? null : Date.parse(paged.at);
  });
}

it('goes forward from a report until the second of the crew is rung, in both programs, and stays there', async () => {
  const { child, ended } = await hotline.start();
  await hotline.speakAt(8);
  await reportPowerCut();
  // The first is tried twice, 45 s apart; the second when two minutes are over.
  const again = await forward(30);
  expect([(await phone(liQiang)).state, Math.round(again.shiftMs / minute)]).toEqual(['ringing', 1]);
  const stopped = await forward(30);
  expect((await fetch(hotline.at('PORT', '/readyz'))).status).toBe(200);
  expect(stopped.shiftMs).toBeLessThan(2 * minute);
  const rung = await phone(zhaoLei);
  expect(rung.state).toBe('ringing');
  const rang = Date.parse(rung.transcript.find(({ kind }) => kind === 'ring')!.at);
  expect(Math.abs((await pagedAt('1102')) - rang)).toBeLessThan(2000);
  expect(Math.abs(rang - (await pagedAt('1101')) - 2 * minute)).toBeLessThan(2000);

  const typed = await faultline(['dial', '--as', liQiang, '--wait'], hotline.settings, '+2h\n').ended;
  expect(typed).toMatchObject({
    code: 0,
    out: expect.stringMatching(/⏩ \d+ minutes later: a phone rings\./u) as string,
  });
  const { shiftMs } = await clock();
  expect(shiftMs).toBeGreaterThan(stopped.shiftMs);
  child.kill('SIGTERM');
  const { code, out, err } = await ended;
  expect([code, err, out.split('\n').filter((line) => line.includes('"level":"error"'))]).toEqual([0, '', []]);

  await hotline.start();
  expect((await clock()).shiftMs).toBe(shiftMs);
}, 180_000);
