import type { Clock } from './clock';
import type { Courier } from './courier';
import type { Handset } from './handset';
import type { Journal } from './journal';
import type { Message } from './message';
import type { EmulatorOptions } from './options';
import type { Recording } from './recording';
import type { Sids } from './sids';
import type { Webhooks } from './webhook';

/** What every call, text and recording needs of the exchange that it belongs to. */
export interface Network {
  readonly options: EmulatorOptions;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly sids: Sids;
  readonly webhooks: Webhooks;
  readonly courier: Courier;
  /** How many times as quickly as people do the carrier speaks what a document says. */
  readonly speechPace: number;
  readonly messages: Message[];
  readonly recordings: Recording[];
  /** Numbers that answered STOP. */
  readonly optOuts: Set<string>;
  /** Where the REST API is reached; known once the emulator has started. */
  readonly baseUrl: string;
  /** The phone with this number; every number has one. */
  phone(number: string): Handset;
  /** Runs work that nobody waits for; an interrupted call is no error, anything else is a fault of the emulator. */
  spawn(work: Promise<void>): void;
}
