import { createHash } from 'node:crypto';

/** How often a carrier misbehaves, in each way that real ones do: a share from 0 to 1 of all callbacks that it could happen to. */
export interface ChaosShares {
  /** Callbacks that come twice with the same token, some later; and documents that are asked for twice. */
  readonly duplicate: number;
  /** Callbacks that arrive after the next one about the same call or text. */
  readonly reorder: number;
  /** Callbacks that come up to ten seconds late. */
  readonly delay: number;
  /** Callbacks that never come. */
  readonly drop: number;
}

export interface ChaosOptions extends ChaosShares {
  /** The same seed hits the same callbacks of the same phone. */
  readonly seed: number;
}

/** What becomes of one callback. */
export interface Mischief {
  readonly drop: boolean;
  readonly reorder: boolean;
  /** How late it comes, in milliseconds. */
  readonly delayMs: number;
  /** How long after the first its repetition comes, in milliseconds, or null. */
  readonly repeatAfterMs: number | null;
}

const CALM: ChaosOptions = { seed: 1, duplicate: 0, reorder: 0, delay: 0, drop: 0 };
const LATEST_MS = 10_000;
const BYTES = 4;

/** Decides what goes wrong from a hash of seed, phone, address and count, so that what happens to one phone does not depend on what else goes on. */
export class Chaos {
  private readonly counts = new Map<string, number>();

  private constructor(readonly options: ChaosOptions) {}

  /** Reads options from a program or a request; a share that is not named is 0. Throws when a value is not valid. */
  static of(given: object = {}): Chaos {
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(CALM, name));
    if (unknown !== undefined) throw new Error(`There is no chaos called ${unknown}`);
    const options = { ...CALM, ...given };
    const { seed, ...shares } = options;
    if (!Number.isSafeInteger(seed)) throw new Error('The seed of chaos is a whole number');
    const isShare = (share: unknown): boolean => typeof share === 'number' && share >= 0 && share <= 1;
    const wrong = Object.entries(shares).find(([, share]) => !isShare(share));
    if (wrong !== undefined) throw new Error(`The share ${wrong[0]} of chaos is a number from 0 to 1`);
    return new Chaos(options);
  }

  /** Reads options written as `seed:42,duplicate:0.2`. Throws when the text is not of this form. */
  static parse(text: string): Chaos {
    const pairs = text.split(',').map((pair) => pair.split(':').map((part) => part.trim()));
    return Chaos.of(
      Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value === '' ? null : Number(value)])),
    );
  }

  /** The fate of the next callback to this address about this phone. */
  forCallback(who: string, url: string): Mischief {
    const { drop, reorder, delay, duplicate } = this.options;
    const [dropped, reordered, delayed, repeated, late, later] = this.draw('callback', who, url);
    return {
      drop: dropped < drop,
      reorder: reordered < reorder,
      delayMs: delayed < delay ? Math.ceil(late * LATEST_MS) : 0,
      repeatAfterMs: repeated < duplicate ? Math.floor(later * LATEST_MS) : null,
    };
  }

  /** Whether the next document from this address for this phone is asked for twice. */
  repeatsDocument(who: string, url: string): boolean {
    const [repeated] = this.draw('document', who, url);
    return repeated < this.options.duplicate;
  }

  /** Six numbers from 0 to 1. */
  private draw(kind: string, who: string, url: string): [number, number, number, number, number, number] {
    const key = [this.options.seed, kind, who, new URL(url).pathname].join(' ');
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    const hash = createHash('sha256').update(`${key} ${count}`).digest();
    const at = (index: number): number => hash.readUInt32BE(index * BYTES) / 2 ** 32;
    return [at(0), at(1), at(2), at(3), at(4), at(5)];
  }
}
