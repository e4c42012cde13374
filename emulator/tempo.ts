import { type Clock, elapse, type OwnTimers, realClock } from './clock';
import { VirtualClock } from './virtual-clock';

/** How an act of a phone waits for what it sets off. */
export interface Tempo {
  /** Lets `ms` milliseconds go by. */
  pass(ms: number): Promise<void>;
  /** Waits until everything that was set off has come to rest. */
  settle(): Promise<void>;
  /** Lets time go by until `done` is true, at most `limitMs`; answers whether it became true. */
  until(done: () => boolean, limitMs: number): Promise<boolean>;
  /** Runs a script that may itself let time go by while somebody else does. */
  script(task: () => Promise<void>): void;
}

const LOOK_EVERY_MS = 10;

function realTempo(clock: Clock, busy: () => boolean): Tempo {
  const pass = (ms: number): Promise<void> => elapse(clock, ms);
  // In real time, because a clock that is being moved forward would stop at each of these looks.
  const look = (): Promise<void> => elapse(realClock, LOOK_EVERY_MS);
  const until = async (done: () => boolean, limitMs: number): Promise<boolean> => {
    const end = clock.now().getTime() + limitMs;
    while (!done() && clock.now().getTime() < end) await look();
    return done();
  };
  return {
    pass,
    until,
    settle: async () => {
      await look();
      await until(() => !busy(), 15_000);
    },
    script: (task) => void task(),
  };
}

/** On a virtual clock phones move the time themselves; on any other they wait for it, by timers that end with the exchange. */
export function tempoOf(clock: Clock, timers: OwnTimers, busy: () => boolean): Tempo {
  return clock instanceof VirtualClock ? clock : realTempo(timers, busy);
}
