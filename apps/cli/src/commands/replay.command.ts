import { inputName, replayFile, sizeOf, type ReplayAnswer } from '@seatmeter/adapters';
import { parseInstant } from '@seatmeter/contracts';
import { agreementOf } from '@seatmeter/engine';
import type { Agreement, Instant } from '@seatmeter/metering';
import { InvalidArgumentError, type Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import picocolors from 'picocolors';
import { CliError, needed } from '../cli-error';
import { loadContract } from '../contract';
import { startProgress } from '../progress';
import { collectOverride, withOverrides, type PolicyOverrides } from '../replay/policy-overrides';
import { Report } from '../replay/report';
import { counted, oneLine } from '../replay/words';
import { writeData, type Terminal } from '../terminal';

interface ReplayFlags {
  readonly events?: string;
  readonly contract?: string;
  readonly asOf?: Instant;
  readonly account?: string;
  readonly policy?: PolicyOverrides;
  readonly strict?: boolean;
  readonly json?: boolean;
}

const instantArgument = (text: string): Instant => {
  const instant = parseInstant(text);
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError(
    'It must be a time of the years 2000 to 2099 with a zone, as 2026-04-01T00:00:00Z.',
  );
};

const HELP = `
Without --as-of the statements are as of the latest time of any fact of a known account.
The counts, and what is in quarantine, are those of the whole file, also with --account.
--policy terms: preset (all terms at once), graceModel, graceDuration, graceBoundary, countBy,
  crossPool, leaseTtl; they replace those of every account's contract.
Exit codes: 0 done, 2 wrong use or input, 3 try later.
Examples:
  $ seatmeter replay --events march.ndjson.gz --contract contract.json
  $ seatmeter replay --events march.ndjson --contract contract.yaml --policy graceModel=none --json
  $ zcat *.gz | seatmeter replay --events - --contract contract.json --as-of 2026-04-01T00:00:00Z`;

export const addReplayCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('replay')
    .summary('statements from a file of session facts, with no server')
    .description(
      'Folds a file of session facts (NDJSON of CloudEvents) under a contract and prints the statements.',
    )
    .option('--events <file>', 'the facts, plain or gzip, or - for standard input (needed)')
    .option('--contract <file>', 'the contract, JSON or YAML (needed)')
    .option('--as-of <instant>', 'read up to and including this instant', instantArgument)
    .option('--account <id>', 'print the statements of this account only')
    .option('--policy <term=value>', 'replay under another term; may be repeated', collectOverride)
    .option('--strict', 'exit 2 when a line was rejected or put into quarantine')
    .option('--json', 'the exact answer, for programs')
    .addHelpText('after', HELP)
    .action(async (flags: ReplayFlags) => {
      await replay(flags, terminal);
    });
};

const replay = async (flags: ReplayFlags, terminal: Terminal): Promise<void> => {
  const path = needed('--events', flags.events);
  const contract = needed('--contract', flags.contract);
  if (path === '-' && contract === '-') {
    throw new CliError(
      'INPUT_TWICE',
      '--events and --contract cannot both be -: give one as a file',
    );
  }
  let known: ReadonlyMap<string, Agreement> = new Map();
  const agreements = async (): Promise<typeof known> =>
    (known = await agreementsOf(contract, flags));
  const progress = startProgress(terminal.stderr, 'reading', await sizeOf(path));
  const onRead = progress.update;
  const whole = await replayFile({ path, agreements, asOf: flags.asOf, onRead }).finally(
    progress.finish,
  );
  const { account } = flags;
  const answer = {
    ...whole,
    statements: whole.statements.filter((one) => (account ?? one.accountId) === one.accountId),
  };
  warn(path, whole, terminal);
  if (flags.json === true) await writeJson(answer, terminal);
  else await writeData(terminal.stdout, new Report(known, colorsOf(terminal)).text(answer));
  if (flags.strict === true) beStrict(answer);
};

/** Colour only where a person looks, and has not said no. */
const colorsOf = ({ stdout }: Terminal): ReturnType<typeof picocolors.createColors> => {
  const wanted = 'isTTY' in stdout && stdout.isTTY === true && !process.env.NO_COLOR;
  return picocolors.createColors(wanted && process.env.TERM !== 'dumb');
};

const agreementsOf = async (
  path: string,
  { account, policy = {} }: ReplayFlags,
): Promise<ReadonlyMap<string, Agreement>> => {
  const { accounts } = await loadContract(path);
  const ids = accounts.map(({ id }) => id);
  if (account !== undefined && !ids.includes(account)) {
    const near = ids.length === 0 ? '' : `; did you mean ${closest(account, ids)}?`;
    throw new CliError(
      'UNKNOWN_ACCOUNT',
      `--account ${account}: ${path} has no such account${near}`,
    );
  }
  return new Map(accounts.map((one) => [one.id, agreementOf(withOverrides(one, policy))]));
};

/** Names the first lines that are no session facts. */
const warn = (
  path: string,
  { input: { rejected }, rejectedLines }: ReplayAnswer,
  { stderr }: Terminal,
): void => {
  const name = inputName(path);
  for (const { line, problem } of rejectedLines)
    stderr.write(`${name}:${line}: ${oneLine(problem)}\n`);
  const more = rejected - rejectedLines.length;
  if (more > 0) stderr.write(`${name}: ${counted(more, 'more line')} rejected\n`);
};

/** Statement by statement: the whole answer may be longer than a string can be. */
const writeJson = async (
  { statements, input, quarantine }: ReplayAnswer,
  { stdout }: Terminal,
): Promise<void> => {
  const BATCH = 200;
  await writeData(stdout, '{"statements":[');
  for (let first = 0; first < statements.length; first += BATCH) {
    const texts = statements.slice(first, first + BATCH).map((one) => JSON.stringify(one));
    await writeData(stdout, (first === 0 ? '' : ',') + texts.join(','));
  }
  const rest = `"input":${JSON.stringify(input)},"quarantine":${JSON.stringify(quarantine)}`;
  await writeData(stdout, `],${rest}}\n`);
};

const beStrict = ({ input: { rejected, quarantined } }: ReplayAnswer): void => {
  if (rejected + quarantined === 0) return;
  const found = `${counted(rejected, 'line')} rejected, ${counted(quarantined, 'fact')} in quarantine`;
  throw new CliError('NOT_CLEAN', `--strict: ${found}; correct them and replay again`);
};
