import type { Delivery } from './delivery';

/** What the fragment of a webhook URL changes, as in `#rc=3&rp=ct,rt,5xx`. */
export interface Overrides {
  /** How long the whole request may take, in milliseconds. */
  readonly totalMs: number;
  readonly retries: number;
  /** Whether a request with this outcome is sent again. */
  readonly retryOn: (delivery: Delivery) => boolean;
}

const LONGEST_MS = 15_000;
const MOST_RETRIES = 5;

/** Reads the overrides of a URL: by default one retry, and only when no connection was made. */
export function overridesOf(url: string, defaultMs: number): Overrides {
  const hash = url.indexOf('#');
  const settings = new URLSearchParams(hash === -1 ? '' : url.slice(hash + 1));
  const limits = [settings.get('rt'), settings.get('tt')].flatMap((value) => number(value) ?? []);
  const policy = new Set((settings.get('rp') ?? 'ct').split(','));
  return {
    totalMs: Math.min(LONGEST_MS, limits.length === 0 ? defaultMs : Math.min(...limits)),
    retries: Math.min(MOST_RETRIES, number(settings.get('rc')) ?? 1),
    retryOn: (delivery) => reasons(delivery).some((reason) => policy.has(reason)),
  };
}

function reasons(delivery: Delivery): string[] {
  if ('failure' in delivery) return [delivery.failure === 'connect' ? 'ct' : 'rt', 'all'];
  if (delivery.status >= 500) return ['5xx', 'all'];
  return delivery.status >= 400 ? ['4xx', 'all'] : [];
}

function number(value: string | null): number | null {
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}
