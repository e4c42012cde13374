import type { Model, ModelStatic } from 'sequelize';
import { NetworkNode } from '../../../models/network-node';
import type { Column, DataFile, Target } from './data-files';
import type { ProblemList } from './problem-list';
import type { Row } from './read-file';

/** The rows read from each file that is there. */
export type Loaded = ReadonlyMap<DataFile, readonly Row[]>;

/** Checks that every code that a row points to is in the files or in the database, and that the network has no circle. */
export async function checkReferences(
  files: readonly DataFile[],
  loaded: Loaded,
  problems: ProblemList,
): Promise<void> {
  const known = new Map<Target, ReadonlySet<unknown>>();
  for (const [file, rows] of loaded) {
    for (const column of file.columns) {
      if (column.refersTo === undefined) continue;
      const codes = known.get(column.refersTo) ?? (await knownCodes(column.refersTo, files, loaded));
      known.set(column.refersTo, codes);
      for (const [line, code] of strayCodes(column, rows, codes)) {
        const message = `"${code}" is neither in ${column.refersTo} nor in the database`;
        problems.add({ file: file.name, line, column: column.name, message });
      }
    }
    if (file.model === NetworkNode) await checkCircles(file, rows, problems);
  }
}

/** The codes in a column that nothing has, with their lines. */
function* strayCodes({ attribute }: Column, rows: readonly Row[], known: ReadonlySet<unknown>) {
  for (const { line, values } of rows) {
    const codes = [values[attribute] ?? []].flat() as string[];
    for (const code of codes) if (!known.has(code)) yield [line, code] as const;
  }
}

async function knownCodes(target: Target, files: readonly DataFile[], loaded: Loaded): Promise<ReadonlySet<unknown>> {
  const file = files.find(({ name }) => name === target);
  const codes = new Set<unknown>();
  if (file === undefined) return codes;
  const model: ModelStatic<Model> = file.model;
  const stored = (await model.findAll({ attributes: ['code'], raw: true })) as unknown as readonly { code: string }[];
  for (const { code } of stored) codes.add(code);
  for (const { values } of loaded.get(file) ?? []) codes.add(values['code']);
  return codes;
}

async function checkCircles(file: DataFile, rows: readonly Row[], problems: ProblemList): Promise<void> {
  const stored = await NetworkNode.findAll({ attributes: ['code', 'parentCode'], raw: true });
  const parents = new Map<unknown, unknown>(stored.map(({ code, parentCode }) => [code, parentCode]));
  for (const { values } of rows) parents.set(values['code'], values['parentCode']);
  const safe = new Set<unknown>([null, undefined]);
  for (const { line, values } of rows) {
    const way = new Set<unknown>();
    let node = values['code'];
    while (!safe.has(node) && !way.has(node)) {
      way.add(node);
      node = parents.get(node);
    }
    if (way.has(node)) {
      problems.add({ file: file.name, line, column: 'parent', message: 'leads in a circle back to this node' });
    }
    for (const passed of way) safe.add(passed);
  }
}
