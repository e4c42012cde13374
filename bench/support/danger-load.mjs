import { setTimeout as pause } from 'node:timers/promises';
import { reportDanger } from './callers.mjs';
import { Tally } from './figures.mjs';

/** Between two danger calls, in milliseconds: the two pages of one and the customer's notice are gone by then, at one call a second. */
const every = 4000;
/** A page that has not gone out after this time counts as one that took so long, in milliseconds. */
const patience = 30_000;
/** Calls under way; more than these means that the hotline does not keep up. */
const mostUnderWay = 400;

/** So many calls a second, whatever the hotline does, and a danger among them every few seconds; takes down how soon its page is at the carrier. */
export class DangerLoad {
  #waiting = new Map();
  #underWay = new Set();
  /** Milliseconds from the key that tells the danger to the order of the first page. */
  pagedAfter = [];
  dangers = 0;
  calls = 0;
  errors = new Tally();

  constructor({ webhooks, town, perSecond }) {
    Object.assign(this, { webhooks, town, perSecond });
  }

  /** The carrier was asked for a call or text. */
  ordered({ kind, to, at }) {
    const found = kind === 'call' ? this.#waiting.get(this.town.teamByPhone.get(to)) : undefined;
    found?.(at);
  }

  /** `callFrom(phone)` is what the other callers do. */
  async run(seconds, phones, callFrom) {
    const begun = performance.now();
    const over = () => performance.now() - begun >= seconds * 1000;
    await Promise.all([this.#ordinaryCalls(begun, over, phones, callFrom), this.#dangerCalls(begun, over)]);
    await Promise.all(this.#underWay);
  }

  async #ordinaryCalls(begun, over, phones, callFrom) {
    while (!over()) {
      await pause(Math.max(0, begun + (this.calls * 1000) / this.perSecond - performance.now()));
      if (this.#underWay.size >= mostUnderWay) this.errors.add('not called: too many calls under way');
      else this.#begin(callFrom(phones[this.calls % phones.length]));
      this.calls += 1;
    }
  }

  async #dangerCalls(begun, over) {
    while (!over()) {
      // Not at the same part of each second, since the carrier takes one call a second.
      const at = begun + (this.dangers + ((this.dangers * 0.618) % 1) * 0.4) * every;
      await pause(Math.max(0, at - performance.now()));
      if (over()) return;
      this.#begin(this.#danger(this.town.dangers[this.dangers % this.town.dangers.length]));
      this.dangers += 1;
    }
  }

  /** The page is waited for whatever becomes of the rest of the call. */
  async #danger({ phone, team }) {
    let ordered = Promise.resolve();
    const pressed = (pressedAt) => (ordered = this.#paged(team, pressedAt));
    try {
      await reportDanger(this.webhooks, phone, pressed);
    } finally {
      await ordered;
    }
  }

  async #paged(team, pressedAt) {
    const ordered = new Promise((resolve) => this.#waiting.set(team, resolve));
    const at = await Promise.race([ordered, pause(patience, null, { ref: false })]);
    this.#waiting.delete(team);
    if (at === null) this.errors.add(`no page within ${patience} ms`);
    this.pagedAfter.push(at === null ? patience : at - pressedAt);
  }

  #begin(call) {
    const noted = call.catch((error) => this.errors.add(error.message)).finally(() => this.#underWay.delete(noted));
    this.#underWay.add(noted);
  }
}
