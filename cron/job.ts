import type { Context } from '../src/services/context';

/** Something that is done again and again: node-cron wakes it, a service does it, and rows say what is due. */
export interface Job {
  readonly name: string;
  /** Six fields, seconds first, in the hotline's zone. */
  readonly schedule: string;
  run(context: Context): Promise<unknown>;
}
