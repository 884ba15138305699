import type { Filling } from './append-only';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { figureOf, report, type Figure } from './figures';
import type { FactCourse } from './living-facts';
import { Process, withDataDir } from './process';

const ACCOUNTS = 1000;
const RECENT_MS = 60_000;
/** Facts of one append. */
const BATCH = 3500;

/** Every fact is a login of somebody else: twice as many agents as the mean account has facts. */
const courseOf = (sessions: number): FactCourse => ({
  accounts: ACCOUNTS,
  agents: Math.max(100, (2 * sessions) / ACCOUNTS),
  from: Date.now() - RECENT_MS,
  stepMs: RECENT_MS / sessions,
});

/** The memory of the engine with many sessions open, each of a user of its own, and again after a restart. */
export const memoryBench = async (options: LivingBench): Promise<void> => {
  const { libs } = await builtOf(options);
  const filler = compiled('append-only');
  const script = compiled('recover-only');
  const figures: Figure[] = [];
  for (const sessions of options.facts) {
    await withDataDir(async (dataDir) => {
      const course = courseOf(sessions);
      const filling: Filling = { libs, dataDir, course, batch: BATCH, stored: sessions };
      const engine = new Process([filler, JSON.stringify(filling)]);
      await engine.line();
      const { residentMiB, peakMiB } = engine.usage();
      await engine.end();
      const again = new Process([script, libs, dataDir]);
      await again.line();
      const after = again.usage();
      await again.end();
      const what = `${sessions / 1e6} M open sessions`;
      figures.push(
        figureOf(`${what}: resident`, 'MiB', [residentMiB], '< 1024'),
        figureOf('  at its most', 'MiB', [peakMiB]),
        figureOf('  resident after a restart', 'MiB', [after.residentMiB]),
        figureOf('  at its most after a restart', 'MiB', [after.peakMiB]),
      );
    });
  }
  report(figures, options);
};
