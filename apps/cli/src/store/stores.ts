import { existsSync } from 'node:fs';
import { pseudonymOf } from '@seatmeter/engine';
import { databasePath, openSqlite } from '@seatmeter/adapters/module';
import { CliError } from '../cli-error';

export { backupStore, restoreStore, type StoreContents } from '@seatmeter/adapters/module';

/** Forgets who a person was; false when nobody of that name is known. @throws StoreFailed, as when the service runs. */
export const erasePerson = async (
  dataDir: string,
  account: string,
  user: string,
): Promise<boolean> => {
  if (!existsSync(databasePath(dataDir))) {
    throw new CliError('STORE_MISSING', `there is no store in ${dataDir}: check --data-dir`);
  }
  const { store, people } = openSqlite(dataDir);
  try {
    return await people.erase(account, pseudonymOf(await people.keyOf(account), user));
  } finally {
    await store.close();
  }
};
