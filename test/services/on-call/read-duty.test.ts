import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import { readDuty } from '../../../src/services/on-call/read-duty';
import { after, inATown, phoneOf, type PagingStage } from '../../support/paging-stage';

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('rings the desk level by level, whatever the codes of its people', async () => {
  for (const [code, level] of [
    ['2001', 2],
    ['2002', 1],
  ] as const) {
    await Person.create({ code, name: code, phone: phoneOf(code), role: 'desk', teamCode: 'M', language: 'zh-CN' });
    await RosterEntry.create({ teamCode: 'M', personCode: code, level, startsAt: after(-60) });
  }
  expect((await readDuty(stage.context)).map(({ code }) => code)).toEqual(['2002', '2001']);
});

it('rings the desk and the monitoring centre, of one level by their codes, and no crew', async () => {
  for (const [code, role] of [
    ['2002', 'desk'],
    ['2001', 'monitoring'],
  ] as const) {
    await Person.create({ code, name: code, phone: phoneOf(code), role, teamCode: 'M', language: 'zh-CN' });
    await RosterEntry.create({ teamCode: 'M', personCode: code, level: 1, startsAt: after(-60) });
  }
  expect((await readDuty(stage.context)).map(({ code, role }) => [code, role])).toEqual([
    ['2001', 'monitoring'],
    ['2002', 'desk'],
  ]);
});
