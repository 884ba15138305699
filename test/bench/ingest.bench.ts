import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { figureOf, report, type Figure } from './figures';
import { fill, RUNNING, withCopy } from './filled';
import type { FactCourse } from './living-facts';
import type { Load, Sent } from './load';
import { Process, serve, withDataDir } from './process';

const CONNECTIONS = 8;
const BATCHES = [100, 1000];
/** Facts that are sent before the clock starts. */
const WARM_UP = 30_000;
/** How old the first fact is, and from one to the next: as dense as they are taken, and none is ahead. */
const RECENT_MS = 60_000;
const STEP_MS = 0.02;

interface Ingested {
  factsPerSecond: number;
  /** CPU time of the server a fact, in µs: what else the machine does hardly moves it. */
  cpuMicros: number;
  peakMiB: number;
}

const courseFromNow = (): FactCourse => ({
  accounts: RUNNING.accounts,
  agents: RUNNING.agents,
  from: Date.now() - RECENT_MS,
  stepMs: STEP_MS,
});

/** Sends the load to a server from a process of its own, `measured` facts of it once both are warm. */
const ingestInto = async (
  server: Process,
  course: FactCourse,
  measured: number,
  batch: number,
  script: string,
): Promise<Ingested> => {
  const url = `${await server.address()}/v1/session-events`;
  const facts = measured + WARM_UP;
  const load: Load = {
    url,
    connections: CONNECTIONS,
    batch,
    course,
    sent: RUNNING.stored,
    facts,
    warmUp: WARM_UP,
    rate: undefined,
  };
  const sender = new Process([script, JSON.stringify(load)]);
  await sender.line();
  const before = server.usage().cpuSeconds;
  const sent = JSON.parse(await sender.line()) as Sent;
  const after = server.usage();
  await sender.end();
  await server.end('SIGTERM');
  return {
    factsPerSecond: sent.facts / sent.seconds,
    cpuMicros: (1e6 * (after.cpuSeconds - before)) / sent.facts,
    peakMiB: after.peakMiB,
  };
};

const figuresOf = (
  batch: number,
  ours: readonly Ingested[],
  raw: readonly Ingested[],
): Figure[] => {
  const of = (runs: readonly Ingested[], field: keyof Ingested): number[] =>
    runs.map((run) => run[field]);
  const shares = (share: (one: Ingested, peer: Ingested) => number): number[] =>
    ours.map((one, pair) => share(one, raw[pair]!));
  const rates = shares((one, peer) => one.factsPerSecond / peer.factsPerSecond);
  const work = shares((one, peer) => peer.cpuMicros / one.cpuMicros);
  const name = `batches of ${batch}`;
  return [
    figureOf(`durable ingest, ${name}`, 'facts/s', of(ours, 'factsPerSecond')),
    figureOf(`raw node:http and JSON.parse, ${name}`, 'facts/s', of(raw, 'factsPerSecond')),
    figureOf(`  ingest ÷ raw`, 'x', rates, '≥ 0.40'),
    figureOf(`  the same by the servers’ CPU time`, 'x', work),
    figureOf(`  CPU of the ingest`, 'µs/fact', of(ours, 'cpuMicros')),
    figureOf(`  peak memory of the ingest`, 'MiB', of(ours, 'peakMiB')),
  ];
};

/** Durable ingest of 1,000 accounts' facts over HTTP, beside a server that parses the same bodies and drops them. */
export const ingestBench = async (options: LivingBench): Promise<void> => {
  const { cli, libs } = await builtOf(options);
  const script = compiled('load');
  const peer = compiled('raw-server');
  const figures: Figure[] = [];
  for (const facts of options.facts) {
    await withDataDir(async (filled) => {
      const course = courseFromNow();
      await fill(libs, filled, course, RUNNING.stored);
      for (const batch of BATCHES) {
        const [ours, raw]: Ingested[][] = [[], []];
        const into = (server: Process): Promise<Ingested> =>
          ingestInto(server, course, facts, batch, script);
        for (let pair = 0; pair < options.pairs; pair += 1) {
          raw!.push(await into(new Process([peer])));
          await withCopy(filled, async (dataDir) => ours!.push(await into(serve(cli, dataDir))));
        }
        figures.push(...figuresOf(batch, ours!, raw!));
      }
    });
  }
  report(figures, options);
};
