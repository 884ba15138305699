import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { figureOf, report, type Figure } from './figures';
import { contractsOf, type FactCourse } from './living-facts';
import type { Load } from './load';
import { Process, serve, withDataDir } from './process';

const ACCOUNTS = 1000;
const RECENT_MS = 60_000;
const RETAINED = 3;

/** Every fact is a login of somebody else: twice as many agents as the mean account has facts. */
const courseOf = (sessions: number): FactCourse => ({
  accounts: ACCOUNTS,
  agents: Math.max(100, (2 * sessions) / ACCOUNTS),
  from: Date.now() - RECENT_MS,
  stepMs: RECENT_MS / sessions,
});

/** The memory of a service with many sessions open, each of a user of its own, and again after a restart. */
export const memoryBench = async (options: LivingBench): Promise<void> => {
  const { cli } = await builtOf(options);
  const script = compiled('load');
  const figures: Figure[] = [];
  for (const sessions of options.facts) {
    await withDataDir(async (dataDir) => {
      const contract = join(dataDir, 'contract.json');
      const course = courseOf(sessions);
      writeFileSync(contract, JSON.stringify({ accounts: contractsOf(course) }));
      const server = serve(cli, dataDir, contract);
      const url = `${await server.address()}/v1/session-events`;
      const common = { url, connections: 8, batch: 1000, course, rate: undefined };
      const load: Load = { ...common, sent: 0, facts: sessions, warmUp: 0 };
      const sender = new Process([script, JSON.stringify(load)]);
      await sender.line();
      await sender.end();
      const { residentMiB, peakMiB } = server.usage();
      await server.end('SIGTERM');
      const again = serve(cli, dataDir);
      await again.address();
      const after = await settled(again);
      await again.end('SIGTERM');
      const what = `${sessions / 1e6} M open sessions`;
      figures.push(
        figureOf(`${what}: resident`, 'MiB', [residentMiB], '< 1024'),
        figureOf('  at its most', 'MiB', [peakMiB]),
        figureOf('  resident after a restart', 'MiB', [after]),
      );
    });
  }
  report(figures, options);
};

/** The memory once it uses no more CPU: everything is read. */
const settled = async (server: Process): Promise<number> => {
  for (let quiet = 0, before = -1; quiet < RETAINED;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { cpuSeconds } = server.usage();
    quiet = cpuSeconds - before < 0.1 ? quiet + 1 : 0;
    before = cpuSeconds;
  }
  return server.usage().residentMiB;
};
