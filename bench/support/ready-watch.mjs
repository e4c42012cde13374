import { setTimeout as pause } from 'node:timers/promises';
import { percentile, round } from './figures.mjs';

const lookEveryMs = 500;

/** Asks `/readyz` of every process twice a second, as a balancer would, until it is stopped. */
export class ReadyWatch {
  #looks = [];
  #stopped = false;

  constructor(processes) {
    this.done = Promise.all(processes.map((each) => this.#watch(each)));
  }

  /** What was seen between two moments of `performance.now()`. */
  between(from, until) {
    const seen = this.#looks.filter(({ at }) => at >= from && at < until);
    const bad = seen.filter(({ ok }) => !ok);
    const times = seen.filter(({ ok }) => ok).map(({ ms }) => ms);
    return {
      asked: seen.length,
      notReady: bad.length,
      ...(bad.length > 0 && { why: bad[0].why }),
      p95ms: round(percentile(times, 0.95), 1),
    };
  }

  /** How long after a moment every process said for the first time that it is ready, in milliseconds; null when one never did. */
  readyAfter(moment) {
    const roles = [...new Set(this.#looks.map(({ role }) => role))];
    const firsts = roles.map((role) => this.#looks.find((look) => look.role === role && look.at >= moment && look.ok));
    return firsts.includes(undefined) ? null : Math.round(Math.max(...firsts.map(({ at, ms }) => at + ms - moment)));
  }

  async stop() {
    this.#stopped = true;
    await this.done;
  }

  async #watch({ role, url }) {
    while (!this.#stopped) {
      const at = performance.now();
      const { ok, why } = await look(url);
      this.#looks.push({ role, at, ok, why: `${role}: ${why}`, ms: performance.now() - at });
      await pause(Math.max(0, at + lookEveryMs - performance.now()));
    }
  }
}

async function look(url) {
  try {
    const response = await fetch(`${url}/readyz`);
    const { reasons } = await response.json();
    return { ok: response.status === 200, why: reasons.join('; ') };
  } catch (error) {
    return { ok: false, why: error.message };
  }
}
