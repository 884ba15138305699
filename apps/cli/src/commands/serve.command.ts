import { join } from 'node:path';
import { readSettings, serve, settingsHelp } from '@seatmeter/service';
import type { Command } from 'commander';
import type { Terminal } from '../terminal';

/** Within the data directory, so that the demo never meets what is real. */
const DEMO_DIR = 'demo';

const help = (): string => `
Settings are environment variables (default in brackets):
${settingsHelp()}
--demo keeps its own data in the directory ${DEMO_DIR} of SEATMETER_DATA_DIR: this month of a contact centre, which lives on.
It stops on SIGTERM or SIGINT: takes no more, finishes what it took, closes the store. A second signal ends it at once.
Exit codes: 0 stopped, 2 wrong settings, 3 the address or the store is not to be had.
Examples:
  $ seatmeter serve
  $ seatmeter serve --demo
  $ SEATMETER_PORT=9090 SEATMETER_CONTRACT=contract.yaml seatmeter serve`;

export const addServeCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('serve')
    .summary('the service: takes facts over HTTP, as they happen')
    .description(
      'Takes session facts over HTTP as they happen, and answers where every pool stands.',
    )
    .option('--demo', 'with a living contact centre, on a data directory of its own')
    .addHelpText('after', help)
    .action(async ({ demo }: { readonly demo?: boolean }) => {
      // What it keeps is for nobody else's eyes.
      process.umask(0o077);
      const settings = readSettings(process.env);
      if (demo !== true) {
        await serve(settings, terminal);
        return;
      }
      const { Demo } = await import('../demo/demo');
      const dataDir = join(settings.dataDir, DEMO_DIR);
      await serve({ ...settings, dataDir }, terminal, new Demo(Date.now));
    });
};
