import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { dangerReportNo } from '../../../src/domain/danger';
import { reviewEndedCalls } from '../../../src/services/calls/review-ended-calls';
import { atOnce } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { customer, inATown } from '../../support/paging-stage';

/** What an ended call left undone is seen to once. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('rings whoever was in danger once, however many workers look at the same moment', async () => {
  const now = stage.context.clock.now();
  await Call.create({
    ...{ sid: 'CA1', direction: 'inbound', fromPhone: customer, toPhone: null, language: 'en', flow: 'caller' },
    ...{ startedAt: now, endedAt: now, status: 'completed', ticketId: null, personCode: null, accountNo: null },
    ...{ attemptId: null, reviewDueAt: now },
  });
  await aTicket({ callSid: 'CA1', reportNo: dangerReportNo('wire') });
  const look = () => reviewEndedCalls.run({ ...stage.context });
  await atOnce(look, look);
  expect(await Attempt.count({ where: { kind: 'danger_check' } })).toBe(1);
  expect(await Call.findAll()).toMatchObject([{ reviewDueAt: null }]);
});
