import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that the system itself gives to connections, or one of those could take it before it is listened on. */
const [lowest, highest] = [10_000, 32_000];
/** Nobody may fetch from it: a port of old network services, which the Fetch standard forbids. */
const forbidden = 10_080;
let last = randomInt(lowest, highest);

/** A loopback port that nobody uses now, and that this process has not given out lately. */
export async function freePort(): Promise<number> {
  for (;;) {
    last = last + 1 < highest ? last + 1 : lowest;
    if (last !== forbidden && (await isFree(last))) return last;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
