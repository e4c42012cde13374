import { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../services/context';
import { recordTextStatus } from '../services/record-text-status';

/** Texts: what becomes of ours, and what comes in. */
export function smsRouter(context: Context): Router {
  const router = Router();
  router.post('/incoming', (request, response) => {
    const { MessageSid } = inbound.parse(request.body);
    context.log.info('a text came in', { messageSid: MessageSid });
    response.type('text/xml; charset=utf-8').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
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
const inbound = z.looseObject({ MessageSid: z.string().min(1) });
const textStatus = z.looseObject({
  MessageSid: z.string().min(1),
  // Queued stands in for states we do not know: it changes nothing.
  MessageStatus: z.enum(['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed']).catch('queued'),
  ErrorCode: z.string().optional(),
});
