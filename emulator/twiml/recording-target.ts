import { RECORDING_EVENTS, type RecordingTarget } from '../recording';
import type { Element } from './element';
import { methodOf, resolveUrl, type Stage } from './stage';

/** Where a Record or Dial wants its recording reported: by default only that it is complete. */
export function recordingTargetOf(element: Element, { document }: Stage): RecordingTarget | null {
  const reference = element.attributes['recordingStatusCallback'];
  if (reference === undefined || reference === '') return null;
  const wanted = (element.attributes['recordingStatusCallbackEvent'] ?? 'completed').split(/[\s,]+/);
  return {
    url: resolveUrl(document, reference),
    method: methodOf(element, 'recordingStatusCallbackMethod'),
    events: new Set(RECORDING_EVENTS.filter((event) => wanted.includes(event))),
  };
}
