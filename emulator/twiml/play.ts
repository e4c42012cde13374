import { say } from './say';
import type { Verb } from './stage';

/** Plays a sound file or key tones. */
export const play: Verb = (element, stage) => say(element, stage);
