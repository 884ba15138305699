import { readSettings, serve, settingsHelp } from '@seatmeter/service';
import type { Command } from 'commander';
import type { Terminal } from '../terminal';

const help = (): string => `
Settings are environment variables (default in brackets):
${settingsHelp()}
It stops on SIGTERM or SIGINT: takes no more, finishes what it took, closes the store. A second signal ends it at once.
Exit codes: 0 stopped, 2 wrong settings, 3 the address or the store is not to be had.
Examples:
  $ seatmeter serve
  $ SEATMETER_PORT=9090 SEATMETER_CONTRACT=contract.yaml seatmeter serve`;

export const addServeCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('serve')
    .summary('the service: takes facts over HTTP, as they happen')
    .description(
      'Takes session facts over HTTP as they happen, and answers where every pool stands.',
    )
    .addHelpText('after', help)
    .action(async () => {
      // What it keeps is for nobody else's eyes.
      process.umask(0o077);
      await serve(readSettings(process.env), terminal);
    });
};
