import { Recording } from '../../../models/recording';
import { TimelineEntry } from '../../../models/timeline-entry';
import { recordRecording } from '../../../src/services/calls/take-recording';
import { addMessage } from '../../../src/services/tickets/ticket-recordings';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { inATown } from '../../support/paging-stage';

/** The carrier tells of a recording before or after the caller has pressed the key that says what it is. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const carrierTells = (RecordingSid: string) =>
  recordRecording(stage.context, {
    ...{ RecordingSid, CallSid: 'CA1', RecordingStatus: 'completed', RecordingDuration: 7 },
  });

it('belongs to the report that it describes, and what is added to another one in the same call to that one', async () => {
  const report = await aTicket({ callSid: 'CA1', descriptionRecording: 'RE1' });
  const earlier = await aTicket({ callSid: 'CA0' });
  for (const sid of ['RE1', 'RE2']) await carrierTells(sid);
  await addMessage(stage.context, earlier.id, 'CA1', 'RE2');
  expect(await Recording.findAll({ order: ['sid'] })).toMatchObject([
    { sid: 'RE1', purpose: 'description', ticketId: report.id },
    { sid: 'RE2', purpose: 'addition', ticketId: earlier.id },
  ]);
  const added = await TimelineEntry.findAll({ where: { type: 'noted' } });
  expect(added).toMatchObject([{ ticketId: earlier.id, data: { note: 'message_added', recording: 'RE2' } }]);
});

it('belongs to the one of two reports of its call that it describes', async () => {
  await aTicket({ callSid: 'CA1', reportNo: 0 });
  const { id } = await aTicket({ callSid: 'CA1', reportNo: 1, descriptionRecording: 'RE1' });
  await carrierTells('RE1');
  expect(await Recording.findAll()).toMatchObject([{ ticketId: id }]);
});

it('has no length until the carrier tells of it', async () => {
  const { id } = await aTicket({ callSid: 'CA0' });
  await addMessage(stage.context, id, 'CA1', 'RE1');
  expect(await Recording.findAll()).toMatchObject([{ ticketId: id, seconds: null, state: 'expected' }]);
  await carrierTells('RE1');
  expect(await Recording.findAll()).toMatchObject([{ ticketId: id, seconds: 7, state: 'completed' }]);
});
