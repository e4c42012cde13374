import type { Queue, Member } from '../queue';
import type { Params } from '../signature';
import { type Connecting, type DialOrder, talk } from './connect';
import type { Source } from './source';
import type { Stage } from './stage';

/** The queue that a Dial takes its callers from. */
export interface QueueTarget {
  readonly name: string;
  readonly whisper: Source | null;
}

interface Bridge {
  readonly member: Member;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Connects with the first caller of a queue, waiting for one as long as a phone would ring. */
export function connectQueue(order: DialOrder, target: QueueTarget, stage: Stage): Connecting {
  const { clock, queues } = stage.exchange;
  let bridge: Bridge | null = null;
  const work = async (): Promise<Params> => {
    const queue = queues.find(({ name }) => name === target.name);
    if (!queue) return { DialCallStatus: 'failed', DialBridged: 'false' };
    const member = await firstReady(queue, order, target, stage);
    if (!member) return { DialCallStatus: 'no-answer', DialBridged: 'false' };
    bridge = { member, since: clock.now().getTime() };
    member.bridged = true;
    try {
      await talk(member.call, order, stage);
    } finally {
      part(stage, member);
    }
    return outcomeOf(stage, bridge);
  };
  return { done: work(), soFar: () => outcomeOf(stage, bridge) };
}

/** The first caller who listens to the whole whisper; when one hangs up during it, the next one is taken. */
async function firstReady(queue: Queue, order: DialOrder, target: QueueTarget, stage: Stage): Promise<Member | null> {
  const { clock } = stage.call.exchange;
  const end = clock.now().getTime() + order.ringForMs;
  for (;;) {
    const member = await take(queue, end - clock.now().getTime(), stage);
    if (!member) return null;
    member.taken.resolve({ by: stage.call, whisper: target.whisper });
    try {
      if (await stage.run.guard(member.ready.promise)) return member;
    } catch (error) {
      member.released.resolve(undefined);
      throw error;
    }
  }
}

async function take(queue: Queue, ms: number, { run }: Stage): Promise<Member | null> {
  const search = queue.next(ms);
  try {
    return await run.guard(search.member);
  } catch (error) {
    search.giveUp();
    // A caller may have been found in the very moment in which this side went away, and must keep the first place.
    void search.member.then((member) => {
      if (member?.call.live) queue.members.unshift(member);
    });
    throw error;
  }
}

/** Ends the connection; the caller from the queue goes on with what comes after its Enqueue. */
function part({ call }: Stage, member: Member): void {
  if (member.call.bridgedTo === call) member.call.bridgedTo = null;
  if (call.bridgedTo === member.call) call.bridgedTo = null;
  if (call.live) call.activity = 'dialing';
  member.released.resolve(undefined);
}

function outcomeOf({ call }: Stage, bridge: Bridge | null): Params {
  if (!bridge) return { DialCallStatus: 'canceled', DialBridged: 'false' };
  const ms = call.exchange.clock.now().getTime() - bridge.since;
  return {
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallSid: bridge.member.call.sid,
    DialCallDuration: String(Math.ceil(ms / 1000)),
  };
}
