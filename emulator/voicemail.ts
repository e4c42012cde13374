import type { Call } from './call';
import { speechMs } from './speech';

const ANSWERS_AFTER_MS = 5000;
const RECORDS_FOR_MS = 120_000;
const GREETING = 'The person you are calling is not available. Please leave a message after the tone.';
/** How long a voicemail speaks before its tone. */
export const GREETING_MS = speechMs(GREETING);

/** A voicemail takes a ringing call after some rings, presses nothing, and hangs up when it is full. */
export function answerAsMachine(call: Call): void {
  const { clock } = call.exchange;
  const cancels = [
    clock.after(ANSWERS_AFTER_MS, () => {
      call.answer();
      call.log('words', GREETING);
    }),
    clock.after(ANSWERS_AFTER_MS + GREETING_MS + RECORDS_FOR_MS, () => {
      call.hangUp('the voicemail is full');
    }),
  ];
  void call.over.then(() => {
    for (const cancel of cancels) cancel();
  });
}
