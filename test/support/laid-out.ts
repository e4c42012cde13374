import { Account } from '../../models/account';
import { forgetRemembered } from '../../models/database';
import { statementsOf } from './statements';

/**
 * Rows that many tests of a file begin with: Sequelize works out for the first how to write them, and the same statements write them for
 * the others. Rows are made by `bulkCreate`, whose statements say their values, and refer to each other by codes, not by new ids.
 */
export function laidOut(write: () => Promise<void>): () => Promise<void> {
  let inserts: readonly string[] | null = null;
  return async () => {
    // Of the database that is open now.
    const sequelize = Account.sequelize!;
    if (inserts === null) {
      inserts = (await statementsOf(sequelize, write)).filter(isOfRows);
      return;
    }
    for (const insert of inserts) await sequelize.query(insert);
    // What goes past the models is not noticed.
    forgetRemembered();
  };
}

/** Without the note that rows have changed. */
const isOfRows = (sql: string): boolean => sql.startsWith('INSERT') && !sql.startsWith('INSERT INTO `meta`');
