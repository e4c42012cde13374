import { openJobs, pendingOffer } from '../../../src/services/crew/crew-jobs';
import { declinePage } from '../../../src/services/paging/decline-page';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { aTicket } from '../../support/crew-rows';
import { after, inATown, li, sun, zhao, type PagingStage } from '../../support/paging-stage';

/** What the crew line has for whoever rings it. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('offers the page that waits for the answer of this very person, and nothing once it is answered or called off', async () => {
  const ticket = await stage.opened({ priority: 'P0' });
  const [mine, other] = [await stage.pageOf(li), await stage.pageOf(zhao)];
  expect(await pendingOffer(li)).toMatchObject({ id: mine.id });
  expect(await pendingOffer(zhao)).toMatchObject({ id: other.id });
  expect(await pendingOffer(sun)).toBeNull();
  await declinePage(stage.context, mine.id);
  expect(await pendingOffer(li)).toBeNull();
  await stopPages(stage.context, ticket.id);
  expect(await other.reload()).toMatchObject({ outcome: 'cancelled' });
  expect(await pendingOffer(zhao)).toBeNull();
});

it('lists the jobs of this very person that are not over, the most urgent first', async () => {
  const later = await aTicket({ arrivalDueAt: after(7200) });
  const sooner = await aTicket({ state: 'waiting', stateReason: 'parts', arrivalDueAt: after(3600) });
  await aTicket({ personCode: zhao });
  await aTicket({ state: 'done' });
  await aTicket({ state: 'offered', personCode: null });
  expect((await openJobs(li)).map(({ id }) => id)).toEqual([sooner.id, later.id]);
});
