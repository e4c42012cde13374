import { randomUUID } from 'node:crypto';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, error, type Finding, type Patient, warning } from './check';

const mebibyte = 1024 * 1024;
const scarce = { error: 100, warning: 1024 };

/** Whether DATA_DIR can take what is reported while the database is down. */
export const dataDirCheck: Check = async ({ config }) =>
  (await unwritable(config)) ?? full(config.dataDir, await freeMebibytes(config.dataDir));

/** Writes a real file, since permission bits do not show a read-only mount. */
async function unwritable({ dataDir }: Patient['config']): Promise<Finding[] | null> {
  const probe = join(dataDir, `.doctor-${randomUUID()}`);
  try {
    await writeFile(probe, 'can be written');
    await rm(probe);
    return null;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    return error(
      `DATA_DIR ${dataDir} ${missing ? 'is not there or takes no files' : 'cannot be written'}: ${(cause as Error).message}.`,
      'What callers report while the database is down would be lost, and with SQLite nothing can be saved at all.',
      `mkdir -p ${dataDir} and give it to the user of the service (chown), or set DATA_DIR to a folder that can be written.`,
    );
  }
}

async function freeMebibytes(dataDir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dataDir);
  return Math.floor((bavail * bsize) / mebibyte);
}

function full(dataDir: string, free: number): Finding[] {
  if (free >= scarce.warning) return [];
  const tell = free < scarce.error ? error : warning;
  return tell(
    `Only ${free} MB are free where DATA_DIR ${dataDir} is.`,
    'When the disk is full, reports can be neither saved nor kept in the spool; callers are only put through to a person.',
    'Make room on this disk (old backups and logs), or move DATA_DIR to a larger one and restart.',
  );
}
