import type { CallStop } from '../../../models/call-stop';

const reasons: Readonly<Record<string, CallStop['reason']>> = {
  '1': 'wrong_number',
  '2': 'texts_only',
  '3': 'no_more_calls',
};

/** What a key of node `stop` asks for. */
export function stopReasonOf(key: string): CallStop['reason'] {
  return reasons[key] ?? 'no_more_calls';
}
