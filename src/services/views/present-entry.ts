import type { TimelineEntry } from '../../../models/timeline-entry';
import { type BothLanguages, timelineText } from '../../domain/timeline-text';
import { maskPhonesIn } from '../../phone-number';

export interface PresentedEntry {
  readonly at: string;
  readonly type: string;
  readonly by: { readonly kind: string; readonly code: string | null; readonly name: string | null };
  readonly text: BothLanguages;
  readonly data: unknown;
}

/** One thing that happened to a ticket, with its sentence in both languages; times in the sentence are of `zone`, phone numbers are masked. */
export function presentEntry(entry: TimelineEntry, zone: string): PresentedEntry {
  const by = { kind: entry.byKind, code: entry.byCode, name: entry.byName };
  const masked = JSON.parse(maskPhonesIn(JSON.stringify(entry.data))) as Readonly<Record<string, unknown>>;
  const text = timelineText({ type: entry.type, by, data: masked }, zone);
  return { at: entry.at.toISOString(), type: entry.type, by, text, data: masked };
}
