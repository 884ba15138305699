import type { Appended, Filling } from './append-only';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { figureOf, report, type Figure } from './figures';
import type { FactCourse } from './living-facts';
import { Process, profiling, withDataDir } from './process';

const ACCOUNTS = 1000;
const BATCH = 3500;
const FEW = 100_000;
/** Facts that are timed at a time. */
const WINDOW = 20 * BATCH;
const STEP_MS = 200;
const MORE = 1_000_000;

/** A fact every 200 ms, up to some time ago, so that many more can follow: ten million are 23 days. */
const courseUpToNow = (facts: number): FactCourse => ({
  accounts: ACCOUNTS,
  agents: 50,
  from: Date.now() - STEP_MS * (facts + MORE),
  stepMs: STEP_MS,
});

const ask = async (filled: Process, facts: number): Promise<Appended> => {
  filled.say(String(facts));
  return JSON.parse(await filled.line()) as Appended;
};

const rate = ({ facts, seconds }: Appended): number => facts / seconds;
const work = ({ facts, cpuSeconds }: Appended): number => (1e6 * cpuSeconds) / facts;

/** Two engines, one with many facts stored and one with few, append in turn. */
const compare = async (
  [few, many]: readonly [Process, Process],
  facts: number,
  pairs: number,
): Promise<Figure[]> => {
  const filled: Appended[] = [];
  for (const one of [few, many]) filled.push(JSON.parse(await one.line()) as Appended);
  const runs: [Appended, Appended][] = [];
  for (let pair = 0; pair < pairs; pair += 1)
    runs.push([await ask(few, WINDOW), await ask(many, WINDOW)]);
  const small = runs.map(([one]) => one);
  const large = runs.map(([, one]) => one);
  const stored = `${facts / 1e6} M stored`;
  return [
    figureOf(`append, ${FEW / 1000} k stored`, 'facts/s', small.map(rate), '≥ 400 k'),
    figureOf(`append, ${stored}`, 'facts/s', large.map(rate)),
    figureOf(
      '  rate with many ÷ with few',
      'x',
      runs.map(([one, other]) => rate(other) / rate(one)),
      '≥ 0.80',
    ),
    figureOf(
      '  the same by CPU time',
      'x',
      runs.map(([one, other]) => work(one) / work(other)),
    ),
    figureOf(`  CPU, ${FEW / 1000} k stored`, 'µs/fact', small.map(work)),
    figureOf(`  CPU, ${stored}`, 'µs/fact', large.map(work)),
    figureOf(`  mean rate from nothing to ${stored}`, 'facts/s', [rate(filled[1]!)]),
    figureOf(`  peak memory, ${stored}`, 'MiB', [many.usage().peakMiB]),
  ];
};

/** Appends in the engine, in process and durable, with few and with many facts stored. */
export const appendBench = async (options: LivingBench): Promise<void> => {
  const { libs } = await builtOf(options);
  const script = compiled('append-only');
  const figures: Figure[] = [];
  const start = (dataDir: string, stored: number): Process => {
    const filling: Filling = { libs, dataDir, course: courseUpToNow(stored), batch: BATCH, stored };
    return new Process([...profiling(), script, JSON.stringify(filling)]);
  };
  for (const facts of options.facts) {
    await withDataDir((few) =>
      withDataDir(async (many) => {
        const engines = [start(few, FEW), start(many, facts)] as const;
        figures.push(...(await compare(engines, facts, options.pairs)));
        for (const engine of engines) await engine.end();
      }),
    );
  }
  report(figures, options);
};
