import { DateTime } from 'luxon';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { Region } from '../../../models/region';
import type { Context } from '../context';
import { importData } from './import-data';

/** The moment that the demo's outages are written for, local time. */
const WRITTEN_FOR = '2026-01-05T10:00';
const STEP_MS = 5 * 60_000;

type DemoContext = Pick<Context, 'clock'> & { readonly settings: Pick<Context['settings'], 'timezone'> };

/** Loads the demo town into a database that has no region yet, with its outages moved to the present; returns whether it did. */
export async function loadDemo(context: DemoContext, folder: string): Promise<boolean> {
  const { timezone } = context.settings;
  return inTransaction(async () => {
    if ((await Region.count()) > 0) return false;
    await importData({ timezone }, folder);
    const written = DateTime.fromISO(WRITTEN_FOR, { zone: timezone }).toMillis();
    const shift = Math.floor((context.clock.now().getTime() - written) / STEP_MS) * STEP_MS;
    for (const outage of await Outage.findAll()) await outage.update(moved(outage, shift));
    return true;
  });
}

function moved({ startsAt, expectedEndAt, nextNewsAt }: Outage, shift: number) {
  const later = (at: Date | null) => at && new Date(at.getTime() + shift);
  return {
    startsAt: new Date(startsAt.getTime() + shift),
    expectedEndAt: later(expectedEndAt),
    nextNewsAt: later(nextNewsAt),
  };
}
