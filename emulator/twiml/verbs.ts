import { dial } from './dial';
import { enqueue } from './enqueue';
import { gather } from './gather';
import { hangup } from './hangup';
import { leave } from './leave';
import { pause } from './pause';
import { play } from './play';
import { record } from './record';
import { redirect } from './redirect';
import { reject } from './reject';
import { say } from './say';
import type { Verb } from './stage';

/** What each verb does. */
export const VERBS: Readonly<Record<string, Verb>> = {
  Dial: dial,
  Enqueue: enqueue,
  Gather: gather,
  Hangup: hangup,
  Leave: leave,
  Pause: pause,
  Play: play,
  Record: record,
  Redirect: redirect,
  Reject: reject,
  Say: say,
};
