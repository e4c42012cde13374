import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What was reported while the database was down, one file each in DATA_DIR/spool, replayed when it is back (design.md, decision 1). */
export interface Spool {
  /** Resolves when the report is on the disk; a report with the same call and report number is overwritten. */
  keep(report: SpooledReport): Promise<void>;
  /** The report of a call under this number; null when there is none (any more). */
  find(callSid: string, reportNo: number): Promise<SpooledReport | null>;
  /** The reports that wait, oldest first. Files that are no report are named once and renamed, so that they are not read again. */
  waiting(): Promise<Waiting>;
  /** Forgets a report that has become a ticket. */
  remove(report: SpooledReport): Promise<void>;
}

interface Waiting {
  readonly reports: readonly SpooledReport[];
  readonly unreadable: readonly string[];
}

const spooledReport = z.object({
  callSid: z.string(),
  reportNo: z.number().int(),
  /** `contact`: only the number that was typed for a report; `text`: a text to the hotline; `recording`: a callback about a recording. */
  kind: z.enum(['fault', 'message', 'danger', 'contact', 'text', 'recording']),
  /** E.164: the caller's, null when withheld; the typed one of a `contact`. */
  phone: z.string().nullable(),
  language: z.string(),
  facts: z.record(z.string(), z.string()),
  recordingSid: z.string().nullable(),
  reportedAt: z.coerce.date(),
  /** What a text says. */
  body: z.string().optional(),
});

export type SpooledReport = z.infer<typeof spooledReport>;

export function openSpool(dataDir: string): Spool {
  const dir = join(dataDir, 'spool');
  const fileOf = ({ callSid, reportNo }: Pick<SpooledReport, 'callSid' | 'reportNo'>): string =>
    join(dir, `${callSid.replace(/[^A-Za-z0-9]/g, '')}-${reportNo}.json`);
  return {
    async keep(report) {
      await mkdir(dir, { recursive: true });
      await writeDurably(fileOf(report), JSON.stringify(report));
    },
    async find(callSid, reportNo) {
      const report = await readReport(fileOf({ callSid, reportNo }));
      return report === 'unreadable' ? null : report;
    },
    async waiting() {
      const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.json'));
      const read = (await Promise.all(names.map((name) => readFileOf(dir, name)))).toSorted(byTime);
      const unreadable = read.flatMap(({ name, report }) => (report === 'unreadable' ? [name] : []));
      for (const name of unreadable) await rename(join(dir, name), join(dir, `${name}.unreadable`));
      const reports = read.flatMap(({ report }) => (report === null || report === 'unreadable' ? [] : [report]));
      return { reports, unreadable };
    },
    remove: (report) => rm(fileOf(report), { force: true }),
  };
}

interface SpoolFile {
  readonly name: string;
  readonly report: SpooledReport | 'unreadable' | null;
  /** In nanoseconds, so that files of the same millisecond still have an order. */
  readonly writtenAt: bigint;
}

async function readFileOf(dir: string, name: string): Promise<SpoolFile> {
  const path = join(dir, name);
  const written = await stat(path, { bigint: true }).catch(() => null);
  return { name, report: await readReport(path), writtenAt: written?.mtimeNs ?? 0n };
}

/** By time, except that a typed number comes before the report of its call. */
function byTime(one: SpoolFile, other: SpoolFile): number {
  return (
    reportedMs(one) - reportedMs(other) || isContact(other) - isContact(one) || Number(one.writtenAt - other.writtenAt)
  );
}

const reportedMs = ({ report }: SpoolFile): number =>
  report === null || report === 'unreadable' ? 0 : report.reportedAt.getTime();
const isContact = ({ report }: SpoolFile): number =>
  report !== null && report !== 'unreadable' && report.kind === 'contact' ? 1 : 0;

/** Reads one file; null when it is gone, because another process has replayed it. */
async function readReport(path: string): Promise<SpooledReport | 'unreadable' | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return spooledReport.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

/** A power cut must not lose the report, so the file is synced to the disk before it gets its name. */
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
  await syncFolder(dirname(path));
}

/** Syncs the folder too: only then is the name of the file on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
