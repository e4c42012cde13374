import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { z } from 'zod';
import { toTwiml } from '../carrier/twiml';
import type { CallScript } from '../carrier/carrier';
import { startOf, type Position } from '../domain/flow';
import { isHotlineError } from '../errors';
import type { Context } from '../services/context';
import { isStaffPhone } from '../services/directory/person-of-phone';
import { nextTurn, ringFromBook } from '../dialogue/ring-person';
import { readPosition } from '../dialogue/position-url';
import { answerNode, enterNode } from '../dialogue/run-dialogue';
import type { Dialogue } from '../dialogue/walk';
import { flowNamed } from '../services/flow-library';
import { speak } from '../services/prompts';
import { recordCallAnswered } from '../services/outbound/record-call-status';
import { withinTime } from '../services/within-time';
import { callOf, inputOf, readVoiceWebhook } from './webhook-call';
import type { VoiceWebhook } from './webhook-call';

/** Adds the carrier's voice webhooks (contract section 3). Each answers with a document; a caller never hears an error. */
export function addVoiceRoutes(router: Router, dialogue: Dialogue): void {
  router.post('/incoming', (request, response) => incoming(dialogue, request, response));
  router.post('/step/:flow/:node', (request, response) => answered(dialogue, request, response));
  router.post('/enter/:flow/:node', (request, response) => entered(dialogue, request, response));
  router.post('/handoff', (request, response) => turnEnded(dialogue, request, response));
  router.post('/bridge/:flow/:node', (request, response) => bridgeEnded(dialogue, request, response));
  router.post('/fallback', (request, response) => {
    fellBack(dialogue, request, response);
  });
}

function send(response: Response, script: CallScript): void {
  const document = toTwiml(script);
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', 'Content-Length': Buffer.byteLength(document) };
  // As one string, head and document leave in one write; Express would make a buffer of a long one.
  response.writeHead(200, headers).end(document);
}

/** A call comes in: staff to the crew line, everybody else to the caller's dialogue. */
async function incoming(dialogue: Dialogue, request: Request, response: Response): Promise<void> {
  const webhook = readVoiceWebhook(request);
  const call = callOf(webhook, request);
  const { context } = dialogue;
  const flow = (await isStaffPhone(context, call.phone)) ? 'crew' : 'caller';
  const language = context.settings.defaultLanguage;
  const node = startOf(flowNamed(context.flows, flow));
  const position: Position = { flow, node, language, tries: 0, repeats: 0, back: [], facts: {} };
  context.callLog.begin({
    sid: call.sid,
    direction: 'inbound',
    from: call.phone,
    // A SIP address may be longer than the log keeps.
    to: webhook.To.slice(0, 32),
    language,
    flow,
    attemptId: null,
  });
  send(response, await enterNode(dialogue, call, position));
}

async function answered(dialogue: Dialogue, request: Request, response: Response): Promise<void> {
  const webhook = readVoiceWebhook(request);
  const position = positionOf(dialogue, request);
  send(response, await answerNode(dialogue, callOf(webhook, request), position, inputOf(webhook)));
}

/** The first document of a call that we placed, or of a person who is rung for a caller. */
async function entered(dialogue: Dialogue, request: Request, response: Response): Promise<void> {
  const webhook = readVoiceWebhook(request);
  const call = callOf(webhook, request);
  const position = positionOf(dialogue, request);
  const attempt = position.facts['attempt'] === undefined ? null : Number(position.facts['attempt']);
  dialogue.context.callLog.begin({
    sid: call.sid,
    direction: 'outbound',
    from: dialogue.context.settings.hotlineNumber,
    to: call.phone,
    language: position.language,
    flow: position.flow,
    attemptId: attempt,
  });
  if (attempt !== null) await noteAnswered(dialogue.context, attempt, call.sid);
  send(response, await enterNode(dialogue, call, position));
}

/** How long a person who picked up waits for us to note it, in milliseconds. */
const notePatience = 2000;

/** Notes that somebody picked up; the status report that says so comes later or never. */
async function noteAnswered(context: Context, attempt: number, callSid: string): Promise<void> {
  try {
    const note = recordCallAnswered(context, attempt, callSid);
    await withinTime(context.clock, notePatience, note, () => undefined);
  } catch (error) {
    context.log.warn('an answered call could not be noted', { attempt, error });
  }
}

function positionOf({ context }: Dialogue, request: Request): Position {
  const { flow, node } = request.params as { flow: string; node: string };
  const known = context.flows.flows.get(flow) ?? flowNamed(context.flows, 'caller');
  const { languages } = context.flows;
  return readPosition(request.query, known, node, languages, context.settings.defaultLanguage);
}

const whole = z.coerce.number().int().min(0).catch(0);
const turnQuery = z.object({ l: z.string().optional().catch(undefined), handoff: whole, turn: whole });

/** A turn of a handoff is over, with or without a talk: rings the next person, takes a message, or ends the call. */
async function turnEnded({ context }: Dialogue, request: Request, response: Response): Promise<void> {
  const { l, handoff, turn } = turnQuery.parse(request.query);
  const webhook = readVoiceWebhook(request);
  const wasConnected = talked(webhook);
  // The leg has no status callback of its own.
  if (webhook.DialCallSid !== undefined)
    context.callLog.end(webhook.DialCallSid, webhook.DialCallStatus ?? 'completed');
  send(
    response,
    await nextTurn(context, { id: handoff, turn, language: l ?? context.settings.defaultLanguage }, wasConnected),
  );
}

function talked({ DialBridged, DialCallStatus }: VoiceWebhook): boolean {
  return DialBridged === undefined ? DialCallStatus === 'completed' : DialBridged === 'true';
}

/** The talk of one of our people with the customer is over, or nobody answered: the call goes on where it was. */
async function bridgeEnded(dialogue: Dialogue, request: Request, response: Response): Promise<void> {
  const webhook = readVoiceWebhook(request);
  const say = talked(webhook) ? 'common.bridge-ended' : 'common.bridge-no-answer';
  const position = positionOf(dialogue, request);
  send(response, await enterNode(dialogue, callOf(webhook, request), position, say));
}

/** The carrier could not use our answer: a person is rung without asking the database, or a message is taken. */
function fellBack({ context }: Dialogue, request: Request, response: Response): void {
  const { ErrorCode, ErrorUrl } = request.body as Record<string, unknown>;
  context.log.error('the carrier could not use an answer and asked the fallback', { ErrorCode, ErrorUrl });
  send(response, apology(context, readVoiceWebhook(request).Direction));
}

/** What is said when nothing else can be: callers are connected to a person, people we rang are told that we ring again. */
function apology(context: Context, direction: string): CallScript {
  const language = context.settings.defaultLanguage;
  const sorry = (id: string) => ({ text: speak(context, language, id), language });
  if (direction.startsWith('outbound')) return { kind: 'hangup', say: [sorry('common.we-call-again')] };
  return ringFromBook(context, { id: 0, turn: 0, language }, [sorry('common.sorry-slow'), sorry('common.to-person')]);
}

/** Catches every error of the voice webhooks: the caller hears an apology and a person is rung. */
export function spokenErrors({ context }: Dialogue): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent || isHotlineError(error, 'forbidden') || error instanceof z.ZodError) {
      next(error);
      return;
    }
    context.log.error('a voice webhook failed', { path: request.path, error });
    const { Direction = '' } = (request.body ?? {}) as Record<string, string>;
    send(response, apology(context, Direction));
  };
}
