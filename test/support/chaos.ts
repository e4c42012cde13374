import type { ChaosOptions } from '../../emulator/chaos';

/** Set by the jest project; CHAOS_SEED varies it. */
const seed = (globalThis as { CHAOS?: number }).CHAOS;

/** How the carrier behaves in this project's call tests: well, or as badly as carriers do. */
export const chaos: ChaosOptions | undefined =
  seed === undefined ? undefined : { seed, duplicate: 0.25, reorder: 0.15, delay: 0.15, drop: 0.05 };

/** How many seconds longer a wait for a callback may take: about a lost one the hotline asks only after a while. */
export const patience = chaos === undefined ? 0 : 200;
