import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { listNumber } from './store-list';

/** Appends list after list to the directory of the first argument, and says each number once it is stored. */
const write = async (dataDir: string): Promise<void> => {
  const { store } = openSqlite(dataDir);
  let n = 0;
  for await (const { length } of store.streams()) n = length;
  for (; ; n += 1) {
    await store.append(listNumber(n));
    process.stdout.write(`${n}\n`);
  }
};

write(process.argv[2]!).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
