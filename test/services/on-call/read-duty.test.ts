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
