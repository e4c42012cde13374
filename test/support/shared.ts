import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { runFile } from './database';

/** What one test file of this run has worked out and left for the others; null where none has yet. */
export function readShared(name: string): unknown {
  const file = runFile(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Leaves something that JSON can hold for the other test files of this run. */
export function share(name: string, value: unknown): void {
  const file = runFile(name);
  // Whole or not at all: another worker may look for it now.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
  renameSync(`${file}.${process.pid}`, file);
}
