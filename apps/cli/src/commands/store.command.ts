import type { Command } from 'commander';
import { CliError, needed } from '../cli-error';
import type { StoreContents } from '../store/stores';
import { writeData, type Terminal } from '../terminal';

const DATA_DIR = process.env.SEATMETER_DATA_DIR ?? './.seatmeter';
const DATA_DIR_HELP = 'the data directory';

const words = ({ appends, streams, bytes }: StoreContents): string => {
  const count = (number: number): string => number.toLocaleString('en-US');
  return `${count(appends)} appends of ${count(streams)} accounts, ${count(bytes)} bytes, read back and checked`;
};

/** What a store needs is loaded when it is asked for: no other command waits for it. */
const stores = () => {
  // What a store holds is for nobody else's eyes.
  process.umask(0o077);
  return import('../store/stores');
};

export const addBackupCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('backup')
    .summary('copies a store into one file, while the service runs')
    .description('Copies all that was acknowledged into one new file, and checks it.')
    .option('--data-dir <dir>', DATA_DIR_HELP, DATA_DIR)
    .option('--to <file>', 'the new file')
    .option('--json', 'what the backup holds, for programs')
    .addHelpText(
      'after',
      '\nExample:\n  $ seatmeter backup --data-dir ./.seatmeter --to 2026-11-24.db',
    )
    .action(async (options: { dataDir: string; to?: string; json?: boolean }) => {
      const to = needed('--to FILE', options.to);
      const contents = (await stores()).backupStore({ dataDir: options.dataDir, to });
      const text = options.json === true ? JSON.stringify(contents) : `${to}: ${words(contents)}`;
      await writeData(terminal.stdout, `${text}\n`);
    });
};

export const addRestoreCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('restore')
    .summary('makes a store out of a backup')
    .description('Makes a store out of a backup, in a directory that has none, and checks it.')
    .option('--from <file>', 'the backup')
    .option('--data-dir <dir>', DATA_DIR_HELP, DATA_DIR)
    .option('--json', 'what the store holds, for programs')
    .addHelpText(
      'after',
      '\nExample:\n  $ seatmeter restore --from 2026-11-24.db --data-dir ./restored',
    )
    .action(async (options: { dataDir: string; from?: string; json?: boolean }) => {
      const from = needed('--from FILE', options.from);
      const { dataDir } = options;
      const contents = (await stores()).restoreStore({ from, dataDir });
      const text =
        options.json === true ? JSON.stringify(contents) : `${dataDir}: ${words(contents)}`;
      await writeData(terminal.stdout, `${text}\n`);
    });
};

export const addPeopleCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('people')
    .summary('the people behind the pseudonyms')
    .description('The people behind the pseudonyms of the streams.')
    .addHelpText('after', '\nExample:\n  $ seatmeter people erase acme ann@example.org')
    .command('erase')
    .summary('forgets a person; no figure changes')
    .description(
      'Forgets who a person was. Facts keep the pseudonym: no figure, hash or digest changes. The service must be stopped.',
    )
    .argument('<account>', 'the account id')
    .argument('<user>', 'the user id')
    .option('--data-dir <dir>', DATA_DIR_HELP, DATA_DIR)
    .addHelpText('after', '\nExample:\n  $ seatmeter people erase acme ann@example.org')
    .action(async (account: string, user: string, { dataDir }: { readonly dataDir: string }) => {
      if (!(await (await stores()).erasePerson(dataDir, account, user))) {
        const message = `nobody called ${user} is known in ${account}: nothing was changed, check both`;
        throw new CliError('PERSON_UNKNOWN', message);
      }
      await writeData(terminal.stdout, `${user} of ${account} is forgotten\n`);
    });
};
