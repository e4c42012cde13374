import { acts } from '../support/acts';
import { inATown, type PagingStage } from '../support/paging-stage';
import { rowsOf } from '../support/rows-of';

/** Two reports of one caller in one call, of the same place and with the same crew: what is done about one leaves the other as it is. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it.each(acts)('is not $what when its twin is', async ({ make, act }) => {
  const [one, twin] = [await make(stage, 0), await make(stage, 1)];
  const [before, twinBefore] = [await rowsOf(one), await rowsOf(twin)];
  await act(stage, one);
  expect(await rowsOf(twin)).toEqual(twinBefore);
  expect(await rowsOf(one)).not.toEqual(before);
});

/** A second time these only have the search look again at once. */
const movesOn = ['hurried', 'declined', 'given to a colleague', 'given to the next'];

it.each(acts.filter(({ what }) => !movesOn.includes(what)))(
  'is $what once, however often it is said',
  async ({ make, act }) => {
    const one = await make(stage, 0);
    await act(stage, one);
    const once = await rowsOf(one);
    stage.jump(1);
    await act(stage, one).catch(() => undefined);
    expect(await rowsOf(one)).toEqual(once);
  },
);
