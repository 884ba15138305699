import type { StoreFailed } from '@seatmeter/engine';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';

/** Opens the directory of the first argument as an ordinary user, and prints the error that it gets. */
const NOBODY = 65_534;

const failureOf = (dataDir: string): StoreFailed | undefined => {
  try {
    openSqlite(dataDir);
    return undefined;
  } catch (error) {
    return error as StoreFailed;
  }
};

// The superuser may write everywhere.
if (process.getuid?.() === 0) process.setuid!(NOBODY);
const failure = failureOf(process.argv[2]!);
process.stdout.write(JSON.stringify({ code: failure?.code, message: failure?.message }));
