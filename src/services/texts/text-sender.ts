import type { KnownAccount } from '../directory/find-account';
import type { Person } from '../../../models/person';
import type { Vars } from '../../domain/speech';

export interface ReceivedText {
  /** The carrier's id: the same text twice changes nothing. */
  readonly sid: string;
  /** E.164 */
  readonly from: string;
  readonly body: string;
  readonly receivedAt: Date;
  /** True for a text that was kept while the database was down: its sender was told so, and that it took no job. */
  readonly isLate?: boolean;
}

/** Who sent a text, and in which language they are answered. */
export interface TextSender {
  readonly text: ReceivedText;
  readonly person: Person | null;
  readonly accounts: readonly KnownAccount[];
  readonly language: string;
}

/** A text to be sent back: its prompt and values. */
export interface TextAnswer {
  readonly prompt: string;
  readonly vars?: Vars;
}
