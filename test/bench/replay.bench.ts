import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { answerOf, expectSameSeats, type Answer } from './answer';
import { builtCli, LIBS } from './built';
import { compiled, runNode, type Run } from './child';
import { measured, ratioOf, table, type Measurement } from './measures';
import type { MonthParameters } from './month';
import { monthFiles, readOnce, shuffledMonthFiles, type MonthFiles } from './month-files';

export interface BenchOptions {
  facts: readonly number[];
  pairs: number;
  /** A CLI built elsewhere; without it the project's own, built when it is stale. */
  cli: string | undefined;
  json: boolean;
}

const ACCOUNTS = 1000;
const SEED = 7;

/**
 * The hook for the decoder alone: a script of this name, `node decode-only.js EVENTS LIBS` (LIBS: the built
 * libraries), that decodes the file into interned, validated, deduplicated facts with the threads a replay uses, and
 * prints an answer without statements. It is measured as a whole process, like the replay it is held against.
 */
const DECODE_ONLY = 'decode-only';

/** What is run, by name; each gives its arguments to node. */
type Programs = ReadonlyMap<string, readonly string[]>;

const OURS = 'seatmeter replay';
const SHUFFLED = 'seatmeter replay, shuffled';
const DUCKDB = 'duckdb, one reading';
const DECODER = 'decoder alone';
const FOLD = 'fold alone, five readings';

const programsFor = (parameters: MonthParameters, cli: string): Programs => {
  const sorted = monthFiles(parameters);
  const shuffled = shuffledMonthFiles(parameters);
  [sorted, shuffled].forEach(({ events }) => {
    readOnce(events);
  });
  const replay = ({ events, contract }: MonthFiles): string[] => {
    return [cli, 'replay', '--events', events, '--contract', contract, '--json'];
  };
  const { facts, accounts, seed } = parameters;
  const programs = new Map([
    [OURS, replay(sorted)],
    [DUCKDB, [compiled('duckdb-peer'), sorted.events, sorted.contract]],
    [SHUFFLED, replay(shuffled)],
    [FOLD, [compiled('fold-only'), LIBS, ...[facts, accounts, seed].map(String)]],
  ]);
  if (existsSync(join(__dirname, `${DECODE_ONLY}.ts`))) {
    programs.set(DECODER, [compiled(DECODE_ONLY), sorted.events, LIBS]);
  }
  return programs;
};

/** Runs every program once a round, one after the other: what slows the machine down for a while slows all of them. */
const runRounds = async (programs: Programs, rounds: number): Promise<Map<string, Run[]>> => {
  const runs = new Map([...programs.keys()].map((name): [string, Run[]] => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, args] of programs) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${round}/${rounds} ${name}`);
      runs.get(name)!.push(await runNode(args));
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return runs;
};

/** Who is fast with another answer has done other work: every run must say the same as the first replay. */
const expectOneAnswer = (runs: ReadonlyMap<string, readonly Run[]>): void => {
  const first = answerOf(runs.get(OURS)![0]!.stdout);
  if (first.statements.length === 0) throw new Error('the replay printed no statement');
  const text = JSON.stringify(first.statements);
  for (const [name, all] of runs) {
    for (const answer of all.map(({ stdout }) => answerOf(stdout))) {
      if (name !== DECODER) expectSameSeats(`${name}, against ${OURS}`, answer, first);
      const ours = name === OURS || name === SHUFFLED;
      if (ours && JSON.stringify(answer.statements) !== text) {
        throw new Error(`${name}: the statements differ from those of the first ${OURS}`);
      }
    }
  }
};

/** The part of its own run that a program timed itself. */
const ownTimes = (runs: readonly Run[]): Pick<Run, 'seconds' | 'cpuSeconds' | 'peakMiB'>[] =>
  runs.map(({ stdout }) => {
    const { seconds }: Answer = answerOf(stdout);
    return { seconds: seconds!, cpuSeconds: undefined, peakMiB: undefined };
  });

const measurementsOf = (
  facts: number,
  runs: ReadonlyMap<string, readonly Run[]>,
): Measurement[] => {
  const of = (name: string): readonly Run[] => runs.get(name)!;
  const ours = of(OURS);
  const decoder = runs.get(DECODER);
  return [
    measured(OURS, facts, ours),
    measured(DUCKDB, facts, of(DUCKDB)),
    ratioOf('  duckdb ÷ replay', facts, of(DUCKDB), ours),
    ...(decoder === undefined
      ? [{ what: DECODER, missing: `there is no ${DECODE_ONLY}.ts` }]
      : [measured(DECODER, facts, decoder), ratioOf('  replay ÷ decoder', facts, ours, decoder)]),
    measured(SHUFFLED, facts, of(SHUFFLED)),
    ratioOf('  shuffled ÷ sorted', facts, of(SHUFFLED), ours),
    measured(FOLD, facts, ownTimes(of(FOLD))),
  ];
};

const machine = (): { cores: number; cpu: string; node: string; system: string } => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  node: process.version,
  system: `${process.platform} ${process.arch}`,
});

/**
 * Replays generated months through the built CLI as a whole process, beside DuckDB on the same file. Prints medians.
 * @throws Error when the programs do not all give the same seats. No time is asserted.
 */
export const replayBench = async ({ facts, pairs, cli, json }: BenchOptions): Promise<void> => {
  const built = cli ?? (await builtCli());
  const measurements: Measurement[] = [];
  for (const count of facts) {
    const programs = programsFor({ facts: count, accounts: ACCOUNTS, seed: SEED }, built);
    const runs = await runRounds(programs, pairs);
    expectOneAnswer(runs);
    measurements.push(...measurementsOf(count, runs));
  }
  const where = machine();
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine: where, pairs, measurements }, null, 2)}\n`);
    return;
  }
  const { cores, cpu, node, system } = where;
  process.stdout.write(
    `${table(measurements)}\n\n${cores} cores (${cpu}), ${system}, node ${node}; medians of ${pairs} runs each, - not measured\n`,
  );
};
