import { Ticket } from '../../../models/ticket';
import { watchArrivals } from '../../../src/services/tickets/watch-arrivals';
import { onStaleRows } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import { after, inATown, typesInOrder, type PagingStage } from '../../support/paging-stage';

/** What the timeline says of an arrival that is promised. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('warns of no time that another was put in the place of since it was read', async () => {
  const { id } = await aTicket({ arrivalDueAt: after(60) });
  await onStaleRows(
    () => Ticket.update({ arrivalDueAt: after(7200) }, { where: { id } }),
    () => watchArrivals.run(stage.context),
  );
  expect(await typesInOrder()).toEqual([]);
});
