import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { z } from 'zod';
import { isHotlineError } from '../errors';
import type { Context } from '../services/context';
import { isDatabaseUnavailable } from '../services/database-state';
import { endCall } from '../services/calls/end-call';
import { recordCallStatus } from '../services/outbound/record-call-status';
import { takeRecording } from '../services/calls/take-recording';

/** Adds status and recording callbacks: hints that may come late, twice, out of order or not at all (design.md, decision 6). */
export function addStatusRoutes(router: Router, context: Context): void {
  const repeat = tellCarrierToRepeat(context);
  router.post('/status', (request: Request, response: Response) => noteStatus(context, request, response), repeat);
  router.post(
    '/recording',
    (request: Request, response: Response) => noteRecording(context, request, response),
    repeat,
  );
}

async function noteStatus(context: Context, request: Request, response: Response): Promise<void> {
  const { CallSid: callSid, CallStatus: status, SequenceNumber, AnsweredBy } = callStatus.parse(request.body);
  const attemptId = attempt.parse(request.query['attempt']);
  // The carrier need not wait until this is written: if it gets lost, `reconcileCalls` asks the carrier again.
  if (status !== null && over.has(status)) void endCall(context, callSid, status);
  const machine = AnsweredBy !== undefined && /^(machine|fax)/.test(AnsweredBy);
  const report = { callSid, status, sequence: SequenceNumber, machine };
  if (attemptId !== undefined) await recordCallStatus(context, attemptId, report);
  response.status(204).end();
}

async function noteRecording(context: Context, request: Request, response: Response): Promise<void> {
  await takeRecording(context, recording.parse(request.body));
  response.status(204).end();
}

/** Answers a callback that could not be processed, so that the carrier sends it again. */
function tellCarrierToRepeat({ log }: Context): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (error instanceof z.ZodError || isHotlineError(error, 'forbidden')) {
      next(error);
      return;
    }
    if (isDatabaseUnavailable(error)) log.warn('a callback waits for the database', { path: request.path });
    else log.error('a callback could not be taken in', { path: request.path, error });
    response.status(503).end();
  };
}

const over: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);
const attempt = z.coerce.number().int().positive().optional().catch(undefined);
const callStatus = z.looseObject({
  CallSid: z.string().min(1),
  CallStatus: z
    .enum(['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled'])
    .nullable()
    .catch(null),
  SequenceNumber: z.coerce.number().int().min(0).nullable().catch(null),
  AnsweredBy: z.string().optional(),
});
const recording = z.looseObject({
  RecordingSid: z.string().min(1),
  CallSid: z.string().min(1),
  RecordingStatus: z.string().default('completed'),
  RecordingDuration: z.coerce.number().int().min(0).catch(0),
});
