import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Import {
  readonly to: string;
  /** Only types are taken from it: nothing of it is loaded when the program runs. */
  readonly typesOnly: boolean;
}

/** What each file imports of the others; paths from the project's root. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** The imports between the TypeScript files of these folders. */
export function importGraph(...folders: readonly string[]): ImportGraph {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders]);
  const files = new Set(
    listed
      .toString()
      .split('\n')
      .filter((file) => /\.tsx?$/.test(file) && existsSync(file)),
  );
  return new Map([...files].map((file) => [file, importsOf(file, files)]));
}

function importsOf(file: string, files: ReadonlySet<string>): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return [];
    const path = normalize(join(dirname(file), specifier.text));
    const to = [`${path}.ts`, `${path}.tsx`].find((candidate) => files.has(candidate));
    return to === undefined ? [] : [{ to, typesOnly: takesTypesOnly(statement) }];
  });
}

function takesTypesOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  const isNamed = clause.name === undefined && named !== undefined && ts.isNamedImports(named);
  return isNamed && named.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** Files that hang in a circle, each circle with all of its files; `byValue` passes over imports of types. */
export function circles(graph: ImportGraph, { byValue = false } = {}): string[][] {
  const reaches = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [from];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const { to, typesOnly } of graph.get(file) ?? []) {
        if ((byValue && typesOnly) || seen.has(to)) continue;
        seen.add(to);
        open.push(to);
      }
    }
    return seen;
  };
  const reached = new Map([...graph.keys()].map((file) => [file, reaches(file)]));
  const inCircle = [...graph.keys()].filter((file) => reached.get(file)!.has(file));
  const withOthers = inCircle.map((file) =>
    inCircle.filter((other) => reached.get(file)!.has(other) && reached.get(other)!.has(file)),
  );
  return [...new Set(withOthers.map((files) => files.join(' ')))].map((files) => files.split(' '));
}
