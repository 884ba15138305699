import { InvalidArgumentError, Option, type Command } from 'commander';
import { CliError } from '../cli-error';
import { counted } from '../replay/words';
import type { Speed } from '../simulate/pace';
import type { SimulateJob, Simulated } from '../simulate/run-simulate';
import { USUAL, type Shares } from '../simulate/shares';
import type { Terminal } from '../terminal';

interface SimulateFlags extends Shares {
  readonly seed: number;
  readonly from: number;
  readonly days: number;
  readonly accounts: number;
  readonly agents: number;
  readonly speed: Speed;
  readonly out?: string;
  readonly url?: string;
  readonly contractOut?: string;
  readonly json?: boolean;
}

const DAY = 86_400_000;
const FIRST_DAY = '2026-03-01';

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

const share = (text: string): number => {
  const number = /^[\d.]+$/.test(text) ? Number(text) : NaN;
  if (number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It must be a share from 0 to 1, as 0.02.');
};

const dayOf = (text: string): number => {
  const at = /^20\d\d-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (new Date(at || 0).toISOString().startsWith(text)) return at / DAY;
  throw new InvalidArgumentError('It must be a date of the years 2000 to 2099, as 2026-03-01.');
};

const speedOf = (text: string): Speed => {
  if (text === 'max') return 'max';
  if (text === 'real') return 1;
  const times = /^(\d{1,6})x$/.exec(text)?.[1];
  if (times !== undefined && Number(times) > 0) return Number(times);
  throw new InvalidArgumentError('It must be real, max, or times as fast, as 60x.');
};

const urlOf = (text: string): string => {
  if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be the address of a service, as http://127.0.0.1:8080.');
};

const HELP = `
Equal options give equal bytes. Facts stand in order of sending: what is late, or is sent again, comes later.
Days are those of each account's zone; shifts of the last day go on to their end.
--speed real sends each fact at its own time, and at once what is past; 60x begins with the first fact.
To a service the contract is put first; 429 and 503 are tried again.
Exit codes: 0 done, 2 wrong use, 3 the service does not answer or the disk is full.
Examples:
  $ seatmeter simulate --out march.ndjson --contract-out contract.json
  $ seatmeter simulate --agents 20000 --forgotten 0.02 --out - | gzip > march.ndjson.gz
  $ seatmeter simulate --url http://127.0.0.1:8080 --from 2026-11-01 --speed real`;

const withShares = (command: Command): Command =>
  command
    .option('--late <share>', 'of facts: sent seconds to hours late', share, USUAL.late)
    .option('--duplicates <share>', 'of facts: sent twice', share, USUAL.duplicates)
    .option(
      '--forgotten <share>',
      'of days of an agent: not signed out at their end',
      share,
      USUAL.forgotten,
    )
    .option(
      '--flapping <share>',
      'of sessions: lost, and back within a minute',
      share,
      USUAL.flapping,
    )
    .option('--switching <share>', 'of sessions: moved to another device', share, USUAL.switching)
    .option('--early <share>', 'of days of an agent: left hours early', share, USUAL.early);

export const addSimulateCommand = (program: Command, terminal: Terminal): void => {
  const command = program
    .command('simulate')
    .summary('session facts of a made-up contact centre, to a file or a service')
    .description(
      'Makes the session facts of a contact centre: shifts, breaks, and what goes wrong, the same for the same seed.',
    )
    .option('--out <file>', 'write NDJSON to a file, or - for standard output')
    .addOption(new Option('--url <url>', 'send to a running service').argParser(urlOf))
    .option('--contract-out <file>', 'write the contract that goes with it')
    .option('--seed <n>', 'which centre, and which course', whole(0, 4_294_967_295), 1)
    .addOption(
      new Option('--from <date>', 'the first day')
        .argParser(dayOf)
        .default(dayOf(FIRST_DAY), FIRST_DAY),
    )
    .option('--days <n>', 'how many days', whole(1, 3660), 31)
    .option('--accounts <n>', 'how many accounts', whole(1, 10_000), 5)
    .option('--agents <n>', 'how many agents, in all accounts together', whole(1, 1_000_000), 300);
  withShares(command)
    .addOption(
      new Option('--speed <speed>', 'real, max, or times as fast, as 60x')
        .argParser(speedOf)
        .default('max'),
    )
    .option('--json', 'what was sent, as one JSON object on stderr')
    .addHelpText('after', HELP)
    .action(async (flags: SimulateFlags) => {
      const { runSimulate } = await import('../simulate/run-simulate');
      const done = await runSimulate(jobOf(flags), terminal);
      terminal.stderr.write(
        `${flags.json === true ? JSON.stringify(done) : words(done, flags.days)}\n`,
      );
    });
};

const jobOf = (flags: SimulateFlags): SimulateJob => {
  const { out, url, seed, accounts, agents, from, days, speed } = flags;
  const to = url === undefined ? { file: out ?? '' } : { url };
  if ((out === undefined) === (url === undefined))
    throw new CliError(
      'OPTION_MISSING',
      'give either --out FILE or --url URL: where the facts go (--help says more)',
    );
  if (agents < accounts)
    throw new CliError(
      'AGENTS_FEW',
      `--agents ${agents} is less than --accounts ${accounts}: give each account an agent at least`,
    );
  return {
    size: { seed, accounts, agents },
    shares: flags,
    firstDay: from,
    days,
    speed,
    to,
    contractFile: flags.contractOut,
  };
};

const words = ({ facts, accounts, receipt }: Simulated, days: number): string => {
  const sent = `${counted(facts, 'fact')} of ${counted(accounts, 'account')} and ${counted(days, 'day')}`;
  if (receipt === undefined) return sent;
  return `${sent}: ${Object.entries(receipt)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ')}`;
};
