import type { Context } from '../src/services/context';

/** Something that is done at regular times: node-cron starts it and a service does the work. */
export interface Job {
  readonly name: string;
  /** Six fields, seconds first, in the hotline's zone. */
  readonly schedule: string;
  run(context: Context): Promise<unknown>;
}
