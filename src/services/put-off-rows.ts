import type { Clock } from '../clock';
import { earliest } from '../domain/earliest';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';

/** Rows that a step of the sweep failed on: the step leaves each alone for a pause that grows. Kept in memory, since the database may refuse to write to them. */
export interface PutOffRows {
  /** The step failed on this row. */
  add(row: FailedRow, error: unknown): void;
  /** The step has dealt with it. */
  remove(row: Omit<FailedRow, 'table'>): void;
  /** The rows that the step leaves alone now. */
  leftAlone(step: string): readonly RowId[];
  /** When the first of these rows is tried again. */
  nextAt(step: string): Date | null;
  /** When any step last finished with a row, with or without success; null before the first. */
  lastTriedAt(): Date | null;
}

export type RowId = number | string;

export interface FailedRow {
  readonly step: string;
  readonly table: string;
  readonly id: RowId;
}

interface PutOff {
  readonly failures: number;
  readonly until: Date;
  readonly toldAt: Date;
}

/** The pause after the first failure; each further failure doubles it, up to the longest. All these are milliseconds. */
const firstPause = 5000;
const longestPause = 5 * 60_000;
/** How often the operator is told of a row that still fails. */
const tellAgainAfter = 3_600_000;

export function createPutOffRows(clock: Clock, log: Logger, metrics: Metrics): PutOffRows {
  return new Book(clock, log, metrics);
}

class Book implements PutOffRows {
  private readonly steps = new Map<string, Map<RowId, PutOff>>();
  private triedAt: Date | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly metrics: Metrics,
  ) {}

  add({ step, table, id }: FailedRow, error: unknown): void {
    const now = (this.triedAt = this.clock.now());
    const known = this.of(step).get(id);
    const failures = (known?.failures ?? 0) + 1;
    const until = later(now, Math.min(firstPause * 2 ** (failures - 1), longestPause));
    const isTold = known !== undefined && later(known.toldAt, tellAgainAfter) > now;
    if (!isTold) this.log.error('a row could not be dealt with and is put off', { step, table, id, failures, error });
    this.of(step).set(id, { failures, until, toldAt: isTold ? known.toldAt : now });
    this.count();
  }

  remove({ step, id }: Omit<FailedRow, 'table'>): void {
    this.triedAt = this.clock.now();
    this.drop(step, id);
  }

  leftAlone(step: string): readonly RowId[] {
    this.forgetOld(step);
    return this.putOff(step).map(([id]) => id);
  }

  nextAt(step: string): Date | null {
    return earliest(this.putOff(step).map(([, { until }]) => until));
  }

  lastTriedAt(): Date | null {
    return this.triedAt;
  }

  private of(step: string): Map<RowId, PutOff> {
    const rows = this.steps.get(step) ?? new Map<RowId, PutOff>();
    this.steps.set(step, rows);
    return rows;
  }

  private putOff(step: string): (readonly [RowId, PutOff])[] {
    const now = this.clock.now();
    return [...this.of(step)].filter(([, { until }]) => until > now);
  }

  /** Forgets rows that did not fail again for long: they are no longer due. */
  private forgetOld(step: string): void {
    const now = this.clock.now();
    for (const [id, { until }] of this.of(step)) if (later(until, tellAgainAfter) < now) this.drop(step, id);
  }

  private drop(step: string, id: RowId): void {
    if (this.of(step).delete(id)) this.count();
  }

  private count(): void {
    this.metrics.rowsPutOff([...this.steps.values()].reduce((sum, { size }) => sum + size, 0));
  }
}

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
