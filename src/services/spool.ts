import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What was taken while the database was down, one file each in DATA_DIR/spool, replayed when it is back (design.md, decision 1). */
export interface Spool {
  /** Resolves when the report is on the disk; the same call and report number overwrite themselves. */
  keep(report: SpooledReport): Promise<void>;
  /** What waits, oldest first. */
  waiting(): Promise<SpooledReport[]>;
  /** Forgets a report that has become a ticket. */
  remove(report: SpooledReport): Promise<void>;
}

const spooledReport = z.object({
  callSid: z.string(),
  reportNo: z.number().int(),
  kind: z.enum(['fault', 'message', 'danger']),
  /** E.164, or null when withheld. */
  phone: z.string().nullable(),
  language: z.string(),
  facts: z.record(z.string(), z.string()),
  recordingSid: z.string().nullable(),
  reportedAt: z.coerce.date(),
});

export type SpooledReport = z.infer<typeof spooledReport>;

export function openSpool(dataDir: string): Spool {
  const dir = join(dataDir, 'spool');
  const fileOf = ({ callSid, reportNo }: SpooledReport): string =>
    join(dir, `${callSid.replace(/[^A-Za-z0-9]/g, '')}-${reportNo}.json`);
  return {
    async keep(report) {
      await mkdir(dir, { recursive: true });
      await writeDurably(fileOf(report), JSON.stringify(report));
    },
    async waiting() {
      const names = await readdir(dir).catch(() => []);
      const reports = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map(async (name) => readReport(join(dir, name))),
      );
      return reports.toSorted((one, other) => one.reportedAt.getTime() - other.reportedAt.getTime());
    },
    remove: (report) => rm(fileOf(report), { force: true }),
  };
}

async function readReport(path: string): Promise<SpooledReport> {
  return spooledReport.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** A power cut of our own must not lose the report either: synced before it has its name. */
async function writeDurably(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
