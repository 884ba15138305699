import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { get } from './client';
import { figureOf, report, type Figure } from './figures';
import { fill } from './filled';
import type { FactCourse } from './living-facts';
import { Process, profiling, serve, withDataDir } from './process';

const STEP_MS = 200;

const courseOf = (facts: number): FactCourse => ({
  accounts: 1000,
  agents: 50,
  from: Date.now() - STEP_MS * facts,
  stepMs: STEP_MS,
});

/** From its start to the first 200 of `/health/ready`, in ms. */
const readyAfter = async (cli: string, dataDir: string): Promise<number> => {
  const server = serve(cli, dataDir);
  const address = await server.address();
  while ((await get(`${address}/health/ready`)).status !== 200) await setTimeout(2);
  const ms = performance.now() - server.started;
  await server.end('SIGKILL');
  return ms;
};

interface Recovered {
  ms: number;
  peakMiB: number;
}

const recoveredAfter = async (
  script: string,
  libs: string,
  dataDir: string,
): Promise<Recovered> => {
  const engine = new Process([...profiling(), script, libs, dataDir]);
  const { ms } = JSON.parse(await engine.line()) as { ms: number };
  const { peakMiB } = engine.usage();
  await engine.end();
  return { ms, peakMiB };
};

const SNAPSHOTS = 'seatmeter-snapshots.db';

/** The size of the snapshots, in bytes. */
const snapshotsIn = (dataDir: string): number =>
  statSync(join(dataDir, SNAPSHOTS), { throwIfNoEntry: false })?.size ?? 0;

/** Starts and ends an engine until all is saved: an end saves for a while only. */
const saveAll = async (script: string, libs: string, dataDir: string): Promise<void> => {
  for (let before = -1; snapshotsIn(dataDir) !== before;) {
    before = snapshotsIn(dataDir);
    await recoveredAfter(script, libs, dataDir);
  }
};

interface Restarts {
  ready: number[];
  recovered: Recovered[];
}

const figuresOf = ({ ready, recovered }: Restarts, facts: number, how: string): Figure[] => {
  const stored = `${facts / 1e6} M facts, ${how}`;
  const times = recovered.map(({ ms }) => ms);
  return [
    figureOf(`start to ready, ${stored}`, 'ms', ready, '< 5000'),
    figureOf(`start to every account read, ${stored}`, 'ms', times),
    figureOf(
      '  a fact',
      'µs',
      times.map((ms) => (1000 * ms) / facts),
    ),
    figureOf(
      '  peak memory',
      'MiB',
      recovered.map(({ peakMiB }) => peakMiB),
    ),
  ];
};

/**
 * From the start of a process on a filled store until it takes requests, and until every account is read and armed:
 * with a snapshot of each, and with none.
 */
export const restartBench = async (options: LivingBench): Promise<void> => {
  const { cli, libs } = await builtOf(options);
  const script = compiled('recover-only');
  const figures: Figure[] = [];
  for (const facts of options.facts) {
    await withDataDir(async (dataDir) => {
      await fill(libs, dataDir, courseOf(facts), facts);
      const without: Restarts = { ready: [], recovered: [] };
      const withSnapshots: Restarts = { ready: [], recovered: [] };
      for (let pair = 0; pair < options.pairs; pair += 1) {
        rmSync(join(dataDir, SNAPSHOTS), { force: true });
        without.ready.push(await readyAfter(cli, dataDir));
        rmSync(join(dataDir, SNAPSHOTS), { force: true });
        without.recovered.push(await recoveredAfter(script, libs, dataDir));
        await saveAll(script, libs, dataDir);
        withSnapshots.ready.push(await readyAfter(cli, dataDir));
        withSnapshots.recovered.push(await recoveredAfter(script, libs, dataDir));
      }
      const megabytes = (snapshotsIn(dataDir) / 1e6).toFixed(0);
      figures.push(...figuresOf(withSnapshots, facts, `${megabytes} MB of snapshots`));
      figures.push(...figuresOf(without, facts, 'no snapshot'));
    });
  }
  report(figures, options);
};
