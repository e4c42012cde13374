import { Attempt } from '../../models/attempt';
import { TimelineEntry } from '../../models/timeline-entry';
import { Hotline } from '../support/hotline';
import { reportPowerCut } from '../support/power-cut';

/** The carrier says everything twice, the second time when it is long over: what has ended stays ended. */

const liQiang = '+8613800011101';
let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ chaos: { duplicate: 1 } });
});
afterEach(() => hotline.close());

/** Whether the carrier said this again. */
const repeated = (status: string): boolean =>
  hotline.emulator.journal.some(({ text }) => text.startsWith(`chaos: ${status} comes again`));

it('does not take a phone that was busy for one that rings', async () => {
  await reportPowerCut(hotline);
  await (await hotline.phone(liQiang).rings()).rejects();
  await hotline.advance({ seconds: 25 });
  expect([repeated('ringing'), repeated('busy')]).toEqual([true, true]);
  const [first] = await Attempt.findAll({ where: { kind: 'page' }, order: [['id', 'ASC']] });
  expect(first).toMatchObject({ state: 'ended', outcome: 'busy' });
  expect(await TimelineEntry.count({ where: { type: 'page_failed' } })).toBe(1);
  await (await hotline.phone(liQiang).rings(60)).rejects();
});
