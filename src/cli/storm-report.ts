/** What a storm has brought about so far. */
export class StormReport {
  calls = 0;
  private readonly webhookMs: number[] = [];
  private readonly wrong = new Map<string, number>();

  callEnded(): void {
    this.calls += 1;
  }

  /** How long the hotline took to answer a key, in milliseconds. */
  keyAnswered(ms: number): void {
    this.webhookMs.push(ms);
  }

  wentWrong(what: string, times = 1): void {
    this.wrong.set(what, (this.wrong.get(what) ?? 0) + times);
  }

  get isWell(): boolean {
    return this.wrong.size === 0;
  }

  /** The report in words, after `seconds` of the storm. */
  lines(seconds: number): string[] {
    const perHour = Math.round((3600 * this.calls) / seconds).toLocaleString('en');
    const wrong = [...this.wrong].sort(([, one], [, other]) => other - one);
    return [
      `calls      ${this.calls} in ${Math.round(seconds)} s, ${perHour} calls an hour`,
      this.webhookLine(),
      wrong.length === 0 ? 'wrong      nothing' : '',
      ...wrong.map(([what, times]) => `wrong      ${times} × ${what}`),
    ].filter((line) => line !== '');
  }

  private webhookLine(): string {
    const sorted = this.webhookMs.toSorted((one, other) => one - other);
    if (sorted.length === 0) return '';
    const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    return `webhook    p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, from a key to the hotline's answer`;
  }
}
