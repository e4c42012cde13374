import { createHash, randomBytes } from 'node:crypto';

export type SidPrefix = 'CA' | 'SM' | 'RE' | 'PN' | 'QU' | 'NO';

/** Makes identifiers that look like Twilio's: two letters and 32 hexadecimal digits; the same ones each time for a given seed. */
export class Sids {
  private readonly counts = new Map<string, number>();

  constructor(private readonly seed: string | null) {}

  next(prefix: SidPrefix): string {
    return prefix + this.hex(prefix);
  }

  /** A new token, in the shape of a UUID, that tells one webhook from another. */
  token(): string {
    return this.hex('token').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  private hex(kind: string): string {
    if (this.seed === null) return randomBytes(16).toString('hex');
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return createHash('sha256').update(`${this.seed}:${kind}:${count}`).digest('hex').slice(0, 32);
  }
}
