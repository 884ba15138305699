import type { SessionFact } from '@seatmeter/contracts';
import { builtOf, type LivingBench } from './bench-options';
import { getJson, post } from './client';
import { figureOf, report, type Figure } from './figures';
import { fill } from './filled';
import { accountId, LivingFacts, POOL, type FactCourse } from './living-facts';
import { serve, withDataDir } from './process';

const DAY_MS = 86_400_000;
/** A month back, and within the age that every account takes in. */
const BACK_MS = 33 * DAY_MS;
const AGENTS = 500;

const since = async (job: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await job();
  return performance.now() - begun;
};

const lateLogin = (number: number, from: number): SessionFact => ({
  accountId: accountId(0),
  source: '/late',
  id: `late-${number}`,
  type: 'started',
  at: from + DAY_MS + 1000 * number,
  sessionId: `late-${number}`,
  userId: `late-${number}`,
  pool: POOL,
});

/** Facts that came first, in the middle and last; each asked for once, so that none is warm. */
const duplicates = (course: FactCourse, facts: number, pairs: number): SessionFact[] => {
  const all = new LivingFacts(course).take(facts);
  return Array.from({ length: 3 * pairs }, (_, which) => {
    const part = [0, facts / 2, facts - 3 * pairs][which % 3]!;
    return all[Math.floor(part) + which]!;
  });
};

const demand = (right: boolean, what: string): void => {
  if (!right) throw new Error(what);
};

/** One account with many facts: a late fact of last month, what shows it, and a duplicate of any age. */
export const lateBench = async (options: LivingBench): Promise<void> => {
  const { cli, libs } = await builtOf(options);
  const figures: Figure[] = [];
  for (const facts of options.facts) {
    await withDataDir(async (dataDir) => {
      const from = Date.now() - BACK_MS;
      const course: FactCourse = { accounts: 1, agents: AGENTS, from, stepMs: BACK_MS / facts };
      await fill(libs, dataDir, course, facts);
      const server = serve(cli, dataDir);
      const address = await server.address();
      const account = `${address}/v1/accounts/${accountId(0)}`;
      const loaded = await since(() => getJson(`${account}/occupancy`));
      const [answered, shown, stated, found]: number[][] = [[], [], [], []];
      for (let pair = 0; pair < options.pairs; pair += 1) {
        const login = [lateLogin(pair, from)];
        answered!.push(
          await since(async () => {
            demand((await post(address, login)).accepted === 1, 'the late fact was not accepted');
          }),
        );
        shown!.push(await since(() => getJson(`${account}/occupancy`)));
        stated!.push(await since(() => getJson(`${account}/statements`)));
      }
      for (const fact of duplicates(course, facts, options.pairs))
        found!.push(
          await since(async () => {
            demand((await post(address, [fact])).duplicates === 1, 'a duplicate was not found');
          }),
        );
      const { peakMiB } = server.usage();
      await server.end('SIGTERM');
      const what = `an account of ${facts / 1e6} M facts`;
      figures.push(
        figureOf(`a late fact of last month, ${what}: to 202`, 'ms', answered!, '< 100'),
        figureOf('  then its occupancy', 'ms', shown!),
        figureOf('  then its statements', 'ms', stated!),
        figureOf('a duplicate of any age: found', 'ms', found!),
        figureOf(`${what}: first read after a restart`, 'ms', [loaded]),
        figureOf('  peak memory', 'MiB', [peakMiB]),
      );
    });
  }
  report(figures, options);
};
