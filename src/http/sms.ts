import { Router } from 'express';
import { z } from 'zod';
import { textTwiml } from '../carrier/twiml';
import { callerNumber } from '../phone-number';
import type { Context } from '../services/context';
import { recordTextStatus } from '../services/outbound/record-text-status';
import { takeText } from '../services/texts/take-text';

/** Webhooks about texts: the status of ours, and texts to the hotline. */
export function smsRouter(context: Context): Router {
  const router = Router();
  router.post('/incoming', async (request, response) => {
    const { MessageSid: sid, From, Body: body } = inbound.parse(request.body);
    const from = callerNumber(From);
    const receivedAt = context.clock.now();
    const answer = from === null ? null : await takeText(context, { sid, from, body, receivedAt });
    response.type('text/xml; charset=utf-8').send(textTwiml(answer));
  });
  router.post('/status', async (request, response) => {
    const attemptId = attempt.parse(request.query['attempt']);
    const { MessageSid: messageSid, MessageStatus: status, ErrorCode } = textStatus.parse(request.body);
    const report = { messageSid, status, errorCode: ErrorCode ?? null };
    if (attemptId !== undefined) await recordTextStatus(context, attemptId, report);
    response.status(204).end();
  });
  return router;
}

const attempt = z.coerce.number().int().positive().optional().catch(undefined);
const inbound = z.looseObject({
  MessageSid: z.string().min(1).max(64),
  From: z.string().default(''),
  Body: z.string().default(''),
});
const textStatus = z.looseObject({
  MessageSid: z.string().min(1),
  // Queued stands in for states we do not know: it changes nothing.
  MessageStatus: z.enum(['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed']).catch('queued'),
  ErrorCode: z.string().optional(),
});
