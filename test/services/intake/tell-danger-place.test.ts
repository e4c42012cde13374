import { Task } from '../../../models/task';
import { addTask } from '../../../src/services/add-task';
import { confirmDangerPlace, noteDangerPlace } from '../../../src/services/intake/tell-danger-place';
import { aTicket } from '../../support/crew-rows';
import { inATown, type PagingStage } from '../../support/paging-stage';

/** A danger that is not at the address on file. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it.each(['done', 'closed'] as const)(
  'that is %s stays where it was, whatever the caller says of its place',
  async (state) => {
    const at = { state, accountNo: '10001', networkNodeCode: 'B1' };
    const ticket = await aTicket({ kind: 'danger', ...at });
    await confirmDangerPlace(stage.context, ticket, '10002');
    expect(await ticket.reload()).toMatchObject(at);
  },
);

it('is at no known place, for all who come to it and for nobody else', async () => {
  const { context } = stage;
  const at = { accountNo: '10001', networkNodeCode: 'B1' };
  const ticket = await aTicket({ kind: 'danger', ...at });
  const help = await aTicket({ kind: 'danger', parentNumber: ticket.number, ...at });
  const other = await aTicket({ kind: 'danger', ...at });
  const wasThere = await aTicket({ kind: 'danger', parentNumber: ticket.number, state: 'done', ...at });
  const [own, another] = [
    (await addTask(context, { key: `locate:${ticket.id}`, kind: 'locate', reason: 'danger', ticketId: ticket.id }))
      .task,
    (await addTask(context, { key: `locate:${other.id}`, kind: 'locate', reason: 'danger', ticketId: other.id })).task,
  ];
  const done = { state: 'done', doneAt: context.clock.now(), doneBy: 'Mei', note: 'nothing to hear' } as const;
  await Task.update(done, { where: {} });
  await noteDangerPlace(context, ticket, 'RE1');
  const unknown = { accountNo: null, networkNodeCode: null, descriptionRecording: 'RE1' };
  for (const one of [ticket, help]) expect(await one.reload()).toMatchObject(unknown);
  expect(await own.reload()).toMatchObject({
    ...{ state: 'open', recordingSid: 'RE1', doneAt: null, doneBy: null, note: null },
  });
  for (const one of [other, wasThere]) expect(await one.reload()).toMatchObject({ ...at, descriptionRecording: null });
  expect(await another.reload()).toMatchObject({ ...done, recordingSid: null });
});
