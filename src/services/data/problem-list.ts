import { HotlineError } from '../../errors';

/** One thing that is wrong in the files; `line` 0 means the file as a whole, an empty `column` the row as a whole. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

const MOST_PROBLEMS = 50;

/** Collects problems, so that one run of an import shows all of them; stops at fifty. */
export class ProblemList {
  private readonly problems: Problem[] = [];

  get full(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  add(problem: Problem): void {
    if (!this.full) this.problems.push(problem);
  }

  /** Throws `invalid_import` with `{ problems }` if anything is wrong. */
  throwIfAny(): void {
    const [first] = this.problems;
    if (first === undefined) return;
    const others = this.problems.length - 1;
    const more = others === 0 ? '' : ` (and ${this.full ? 'at least ' : ''}${others} more)`;
    throw new HotlineError('invalid_import', `${describeProblem(first)}${more}`, { problems: this.problems });
  }
}

/** `accounts.csv, line 3, column phones: …` */
export function describeProblem({ file, line, column, message }: Problem): string {
  const place = [file, line > 0 ? `line ${line}` : '', column === '' ? '' : `column ${column}`];
  return `${place.filter((part) => part !== '').join(', ')}: ${message}`;
}
