import { pendingOffer } from '../../../src/services/crew/crew-jobs';
import { declinePage } from '../../../src/services/paging/decline-page';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { inATown, li, sun, zhao, type PagingStage } from '../../support/paging-stage';

/** What the crew line offers to whoever rings back. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('is the page that waits for the answer of this very person, and nothing once it is answered or called off', async () => {
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
