import type { Phone, Ring, ReceivedText } from '../../emulator/phone';
import type { VirtualClock } from '../../emulator/virtual-clock';
import { patience } from './chaos';

/** A phone as a test tells its story: it dials, hears, presses, rings. What it does not expect fails the test at the end. */
export class TestPhone {
  private readonly ringsSeen = new Set<Ring>();
  private readonly textsSeen = new Set<ReceivedText>();

  constructor(
    readonly phone: Phone,
    private readonly clock: VirtualClock,
  ) {}

  get number(): string {
    return this.phone.number;
  }

  async dials(options: { withheld?: boolean } = {}): Promise<this> {
    await this.phone.dial(undefined, options);
    return this;
  }

  async presses(keys: string): Promise<this> {
    await this.phone.presses(keys);
    return this;
  }

  /** Presses an entry that ends when its Gather gives up waiting, as one with `finishOnKey=""` does. */
  async enters(keys: string): Promise<this> {
    const before = this.phone.asking;
    await this.phone.presses(keys);
    if (this.phone.asking === before && before !== null)
      await this.clock.until(() => this.phone.asking !== before, 30_000);
    return this;
  }

  async says(words: string): Promise<this> {
    await this.phone.says(words);
    return this;
  }

  async hangsUp(): Promise<this> {
    await this.phone.hangsUp();
    return this;
  }

  /** Hears the prompt out and presses nothing. */
  async staysSilent(): Promise<this> {
    await this.phone.waitsSilently();
    return this;
  }

  /** Listens to the end of what is being said and looks for the words in it. */
  async hears(words: RegExp | string): Promise<this> {
    await this.phone.listens();
    expect(this.phone.lastHeard).toMatch(words);
    return this;
  }

  async doesNotHear(words: RegExp): Promise<this> {
    await this.phone.listens();
    expect(this.phone.lastHeard).not.toMatch(words);
    return this;
  }

  /** Sends a text to the hotline. */
  async texts(words: string): Promise<this> {
    await this.phone.sendText(words);
    return this;
  }

  /** Stands at a node of a flow, `caller/main-menu`, and is asked something. */
  async isAt(node: string): Promise<this> {
    await this.phone.listens();
    expect(this.nodeNow()).toBe(node);
    return this;
  }

  /** Where the next answer goes, as flow/node, or null. */
  nodeNow(): string | null {
    const path = this.phone.asking?.path.split('?')[0] ?? '';
    return /\/voice\/step\/([^/]+\/[^/]+)$/.exec(path)?.[1] ?? null;
  }

  /** Rings within some seconds of the clock, or later when callbacks get lost. */
  async rings(withinSeconds = 5): Promise<this> {
    const ringing = await this.clock.until(() => this.phone.state === 'ringing', (withinSeconds + patience) * 1000);
    if (!ringing) throw new Error(`${this.number} does not ring within ${withinSeconds} s; it is ${this.phone.state}`);
    const ring = this.phone.rings.at(-1);
    if (ring !== undefined) this.ringsSeen.add(ring);
    return this;
  }

  async answers(): Promise<this> {
    await this.phone.answer();
    return this;
  }

  async rejects(): Promise<this> {
    await this.phone.reject();
    return this;
  }

  /** Lets it ring until the caller gives up. */
  async ignores(): Promise<this> {
    await this.clock.until(() => this.phone.state === 'idle', 120_000);
    return this;
  }

  /** A call that did not get through to this phone: it was busy, off or a machine answered. */
  missed(count = 1): this {
    const fresh = this.phone.rings.filter((ring) => !this.ringsSeen.has(ring)).slice(0, count);
    expect(fresh).toHaveLength(count);
    for (const ring of fresh) this.ringsSeen.add(ring);
    return this;
  }

  /** A text comes within some seconds, or later when callbacks get lost; the oldest one not looked at yet. */
  async receives(words: RegExp, withinSeconds = 10): Promise<string> {
    const unread = (): ReceivedText | undefined =>
      this.phone.texts.find((text) => !this.textsSeen.has(text) && words.test(text.body));
    await this.clock.until(() => unread() !== undefined, (withinSeconds + patience) * 1000);
    const text = unread();
    if (text === undefined) {
      throw new Error(
        `${this.number} gets no text like ${String(words)}; it has ${JSON.stringify(this.phone.texts.map(({ body }) => body))}`,
      );
    }
    this.textsSeen.add(text);
    return text.body;
  }

  get isIdle(): boolean {
    return this.phone.state === 'idle';
  }

  isTalkingWith(other: TestPhone): boolean {
    return this.phone.bridgedWith === other.number;
  }

  /** Rings and texts that no line of the test expected. */
  surprises(): string[] {
    const rings = this.phone.rings.filter((ring) => !this.ringsSeen.has(ring));
    const texts = this.phone.texts.filter((text) => !this.textsSeen.has(text));
    return [
      ...rings.map(({ at }) => `${this.number} rang at ${at.toISOString()}`),
      ...texts.map(({ at, body }) => `${this.number} got a text at ${at.toISOString()}: ${body}`),
    ];
  }
}
