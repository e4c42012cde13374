import { Call, type CallExchange, type CallSetup } from './call';
import { elapse } from './clock';
import { detectMachine, type MachineDetection } from './machine-detection';
import type { RecordingTarget } from './recording';
import { Tape, wordsSince } from './tape';
import type { Source } from './twiml/source';

/** A call to the emulated number from the phone `caller`, which the program may see under another number or none. */
export function placeInbound(setup: CallSetup, caller: string, exchange: CallExchange): Call {
  const call = new Call(exchange, setup);
  exchange.noteCaller(call, caller);
  call.startedAt = call.createdAt;
  return call;
}

/** Asks the program what to do with an inbound call. */
export function answerInbound(call: Call): void {
  const { voiceUrl } = call.exchange.options;
  if (voiceUrl === undefined) call.end('failed', 'the number has no VoiceUrl');
  else call.start({ kind: 'fetch', url: voiceUrl, method: 'POST', params: {} });
}

export interface OutboundOrder {
  readonly source: Source;
  readonly ringForMs: number;
  readonly detection: MachineDetection | null;
  readonly sendDigits: string | null;
  readonly limitMs: number;
  /** How the whole call is recorded; null when it is not. */
  readonly recording: { readonly channels: 1 | 2; readonly target: RecordingTarget | null } | null;
}

const TONE_MS = 500;

/** Starts a call that the REST API asked for, after the milliseconds until its turn. */
export function placeOutbound(call: Call, order: OutboundOrder, afterMs: number): void {
  const { exchange } = call;
  call.queuedForMs = afterMs;
  exchange.clock.after(call.queuedForMs, () => {
    if (call.live) exchange.spawn(runOutbound(call, order));
  });
}

async function runOutbound(call: Call, order: OutboundOrder): Promise<void> {
  const { clock } = call.exchange;
  if (!(await ring(call, order.ringForMs))) return;
  const cancel = clock.after(order.limitMs, () => {
    call.end('completed', 'time limit');
  });
  void call.over.then(cancel);
  if (order.recording) recordCall(call, order.recording);
  if (order.detection && order.sendDigits === null) await detectMachine(call, order.detection);
  if (order.sendDigits !== null) await elapse(clock, order.sendDigits.length * TONE_MS);
  if (call.live) call.start(order.source);
}

/** Records the call from the moment it is answered until it ends. */
function recordCall(call: Call, { channels, target }: NonNullable<OutboundOrder['recording']>): void {
  const tape = new Tape(call, { source: 'OutboundAPI', channels }, target);
  void call.over.then(() => tape.finish(wordsSince([call], tape.recording.createdAt)));
}

/** Rings the called phone; true when it answers within the time. */
export async function ring(call: Call, ringForMs: number): Promise<boolean> {
  call.progress('initiated');
  const { phone, exchange } = call;
  const obstacle = phone.obstacle();
  if (obstacle !== null) {
    phone.missed(call, obstacle);
    call.end(obstacle);
    return false;
  }
  call.progress('ringing');
  const cancel = exchange.clock.after(ringForMs, () => {
    call.end('no-answer', 'nobody answered');
  });
  phone.ring(call);
  const answered = await call.answered;
  cancel();
  return answered;
}
