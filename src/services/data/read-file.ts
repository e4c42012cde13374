import { createReadStream } from 'node:fs';
import { CsvError, type Info, parse } from 'csv-parse';
import type { Cell } from './cells';
import type { Column, DataFile, Values } from './data-files';
import type { ProblemList } from './problem-list';

export interface Row {
  readonly line: number;
  readonly values: Values;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/** Reads and checks one file row by row; what is wrong goes to `problems`. */
export async function readFile(
  file: DataFile,
  path: string,
  problems: ProblemList,
  onBytes: (bytes: number) => void,
): Promise<readonly Row[]> {
  const reader = new RowReader(file, problems);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  createReadStream(path)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      reader.take(parsed);
      if (reader.rows.length % 1000 === 0) onBytes(parsed.info.bytes);
      if (problems.full || reader.hopeless) break;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add({ file: file.name, line: lineOf(error), column: '', message: `is not CSV: ${error.message}` });
  }
  reader.finish();
  return reader.rows;
}

const lineOf = (error: CsvError) => Number((error as { lines?: unknown }).lines ?? 0);

class RowReader {
  readonly rows: Row[] = [];
  /** True once the header cannot be used. */
  hopeless = false;
  private places: readonly { readonly column: Column; readonly index: number }[] | null = null;
  private width = 0;
  private readonly firstLine = new Map<string, number>();

  constructor(
    private readonly file: DataFile,
    private readonly problems: ProblemList,
  ) {}

  take({ record, info }: Parsed): void {
    // The parser counts lines to the end of a record; a cell may hold line breaks.
    const line = info.lines - record.join('').split('\n').length + 1;
    if (this.places === null) this.takeHeader(record, line);
    else this.takeRow(record, line);
  }

  finish(): void {
    if (this.places === null && !this.hopeless) this.wrong(0, '', 'has no header row');
  }

  private wrong(line: number, column: string, message: string): void {
    this.problems.add({ file: this.file.name, line, column, message });
  }

  private takeHeader(header: readonly string[], line: number): void {
    const { columns } = this.file;
    const known = new Set(columns.map(({ name }) => name));
    const unknown = header.filter((name) => !known.has(name));
    const twice = header.filter((name, index) => header.indexOf(name) !== index);
    const missing = columns.filter(({ name, optional }) => !optional && !header.includes(name));
    for (const name of unknown) this.wrong(line, name, 'is not a column of this file');
    for (const name of twice) this.wrong(line, name, 'is there twice');
    for (const { name } of missing) this.wrong(line, name, 'is missing');
    this.hopeless = unknown.length + twice.length + missing.length > 0;
    this.width = header.length;
    this.places = columns.map((column) => ({ column, index: header.indexOf(column.name) }));
  }

  private takeRow(record: readonly string[], line: number): void {
    if (record.length !== this.width) {
      this.wrong(line, '', `has ${record.length} values, but the header has ${this.width}`);
      return;
    }
    const values: Record<string, unknown> = {};
    let good = true;
    for (const { column, index } of this.places ?? []) {
      const read = readCell(column.cell, record[index] ?? '');
      if ('problem' in read) {
        this.wrong(line, column.name, read.problem);
        good = false;
      } else values[column.attribute] = read.value;
    }
    if (good) this.keep(line, values);
  }

  private keep(line: number, values: Values): void {
    const key = this.file.key.map((attribute) => JSON.stringify(values[attribute])).join();
    const before = this.firstLine.get(key);
    const problem = this.file.check?.(values);
    const [first] = this.file.columns;
    if (before !== undefined) this.wrong(line, first?.name ?? '', `is the same as in line ${before}`);
    else if (problem) this.wrong(line, problem.column, problem.message);
    this.firstLine.set(key, before ?? line);
    this.rows.push({ line, values });
  }
}

function readCell({ schema, whenEmpty, secret }: Cell, text: string): { value: unknown } | { problem: string } {
  if (text === '') return whenEmpty === undefined ? { problem: 'must not be empty' } : { value: whenEmpty };
  // The decoder writes this character where the bytes are not UTF-8.
  if (text.includes('\uFFFD')) return { problem: 'is not UTF-8' };
  const { success, data, error } = schema.safeParse(text);
  if (success) return { value: data };
  const message = error.issues[0]?.message ?? 'is not valid';
  return { problem: secret ? message : `"${text.slice(0, 60)}" ${message}` };
}
