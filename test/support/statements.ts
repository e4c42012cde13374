import type { Sequelize } from 'sequelize';

/** What the database is asked while `work` runs, in order, transactions and all. */
export async function statementsOf(sequelize: Sequelize, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const { options } = sequelize as unknown as { options: { logging: unknown } };
  const before = options.logging;
  options.logging = (sql: string) => statements.push(sql.replace(/^Executing \([^)]*\): /, ''));
  try {
    await work();
  } finally {
    options.logging = before;
  }
  return statements;
}
