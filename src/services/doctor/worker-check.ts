import { lastSeenWorker } from '../worker/note-worker';
import { type Check, type ConnectedPatient, error, type Finding, warning } from './check';

const wildcards = new Set(['0.0.0.0', '::', '[::]']);
const answerWithinMs = 5000;
const silentForMs = 60_000;

/** Whether the process of this machine is ready, and whether any process does what is due. */
export const workerCheck: Check<ConnectedPatient> = async (patient) => [
  ...(await ownProcess(patient)),
  ...(await anyWorker(patient)),
];

async function ownProcess({ config }: ConnectedPatient): Promise<Finding[]> {
  const host = wildcards.has(config.host) ? '127.0.0.1' : config.host;
  const url = `http://${host}:${config.port}/readyz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) }).catch(() => null);
  if (answer === null) {
    const remedy = 'Start it (npm start, systemctl start faultline), or run doctor with its HOST and PORT.';
    return warning(`No hotline answers on ${url}.`, 'This machine takes no calls.', remedy);
  }
  if (answer.ok) return [];
  const { reasons } = (await answer.json().catch(() => ({}))) as { reasons?: readonly string[] };
  return error(
    `The hotline on ${url} is not ready: ${reasons?.join('; ') ?? `it answers ${answer.status}`}.`,
    'It still answers calls, but what it should do by itself (pages, callbacks) may stand still.',
    'Mend the reason; if it is the sweep, look for level error in its log, then restart it.',
  );
}

async function anyWorker({ config, clock }: ConnectedPatient): Promise<Finding[]> {
  const seen = await lastSeenWorker();
  const silentMs = seen === null ? Infinity : clock.now().getTime() - seen.getTime();
  if (silentMs <= silentForMs) return [];
  const since =
    seen === null ? 'No process has ever worked on this database' : `No process has worked since ${seen.toISOString()}`;
  return error(
    `${since}${config.role === 'web' ? ', and ROLE=web here does not' : ''}.`,
    'Nobody is paged, no deadline is watched and no customer is called back; only calls are answered.',
    config.role === 'web'
      ? 'Start a process with ROLE=worker (or all) on this database.'
      : 'Start the service: npm start, or systemctl start faultline.',
  );
}
