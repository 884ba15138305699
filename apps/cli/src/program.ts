import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { endingOf, type ExitCode } from './cli-error';
import { addAccountsCommand } from './commands/accounts.command';
import { addImportCommand } from './commands/import.command';
import { addReplayCommand } from './commands/replay.command';
import { addServeCommand } from './commands/serve.command';
import { addSimulateCommand } from './commands/simulate.command';
import { addBackupCommand, addPeopleCommand, addRestoreCommand } from './commands/store.command';
import { NobodyReads, type Terminal } from './terminal';

/** Every command of `seatmeter`, in the order of the help. A new one gets a file in `commands/` and a place here. */
const COMMANDS: readonly ((program: Command, terminal: Terminal) => void)[] = [
  addReplayCommand,
  addImportCommand,
  addAccountsCommand,
  addServeCommand,
  addSimulateCommand,
  addPeopleCommand,
  addBackupCommand,
  addRestoreCommand,
];

/** The version of the package this file is part of, in the sources as in the build. */
const versionOf = (folder: string): string => {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version } = found as { name?: string; version?: string };
    if (name === 'seatmeter' && version !== undefined) return version;
  } catch {
    // No package here: it is further up.
  }
  const parent = dirname(folder);
  return parent === folder ? 'unknown' : versionOf(parent);
};

export const buildProgram = (terminal: Terminal): Command => {
  const program = new Command('seatmeter')
    .description('Meters concurrent contact-centre seats and prices what outlasts the grace.')
    .version(versionOf(__dirname), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help says more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .addHelpText('after', '\nExample:\n  $ seatmeter import csv --help')
    .addHelpText('after', '\nExit codes: 0 done, 1 findings, 2 wrong use or input, 3 try later');
  for (const add of COMMANDS) add(program, terminal);
  return program;
};

/** Runs one command line (as `process.argv`) and gives the exit code. Never throws; every error has been told by then. */
export const runCli = async (argv: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  try {
    await buildProgram(terminal).parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof NobodyReads) return 0;
    const { exitCode, text } = endingOf(error);
    if (text !== undefined) terminal.stderr.write(`${text}\n`);
    return exitCode;
  }
};
