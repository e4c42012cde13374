import { announce, soundsOf } from './sound';
import type { Verb } from './stage';

/** Speaks or plays to the end; keys that are pressed meanwhile are lost. */
export const say: Verb = async (element, stage) => {
  stage.call.answer();
  for (const sound of await soundsOf(element, stage)) {
    announce(sound, stage);
    await stage.run.pass(sound.ms);
  }
  return undefined;
};
