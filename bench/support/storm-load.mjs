import { setTimeout as pause } from 'node:timers/promises';
import { reportPowerCut } from './callers.mjs';
import { Tally } from './figures.mjs';

/** In milliseconds: people do not press their keys in step. */
const betweenFirstCalls = 25;

/** Callers at once, each calling from the next phone of the town as soon as the last call is over. */
export class StormLoad {
  #next = 0;
  #until = Infinity;
  #ends = [];
  errors = new Tally();

  constructor(webhooks, phones, callersAtOnce) {
    Object.assign(this, { webhooks, phones });
    this.done = Promise.all(Array.from({ length: callersAtOnce }, (_, index) => this.#callAgainAndAgain(index)));
  }

  get calls() {
    return this.#ends.length;
  }

  /** Calls a second between two moments of `performance.now()`. Callers may end in waves: what counts is the time from the end of one wave to the end of another. */
  perSecond(from, until) {
    const before = this.#ends.filter((at) => at < from);
    const inside = this.#ends.filter((at) => at >= from && at < until);
    return inside.length === 0 ? 0 : (1000 * inside.length) / (inside.at(-1) - (before.at(-1) ?? from));
  }

  /** No new calls from now on; resolves when those under way are over. */
  async stop() {
    this.#until = 0;
    await this.done;
  }

  async #callAgainAndAgain(index) {
    await pause(index * betweenFirstCalls);
    while (performance.now() < this.#until) {
      const phone = this.phones[this.#next];
      this.#next += 1;
      if (phone === undefined) {
        this.errors.add('the town has no more callers');
        return;
      }
      await this.#call(phone);
    }
  }

  async #call(phone) {
    try {
      await reportPowerCut(this.webhooks, phone);
      this.#ends.push(performance.now());
    } catch (error) {
      this.errors.add(error.message);
      // A hotline that refuses everything must not be asked without a pause.
      await pause(50);
    }
  }
}
