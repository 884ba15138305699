import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SessionFact } from '@seatmeter/contracts';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { follow, post } from './client';
import { figureOf, quantile, report } from './figures';
import { fill, RUNNING, withCopy } from './filled';
import { contractFor, POOL, type FactCourse } from './living-facts';
import type { Load, Sent } from './load';
import { Process, serve, withDataDir } from './process';

const RATE = 5000;
const BATCH = 50;
/** Accounts in which a login is watched, and the seats of each. */
const PROBES = 20;
const SEATS = 1000;
/** Between two logins of one account, in ms. */
const PAUSE = 500;
/** The facts of the load are a little old when they come, and none is ahead. */
const RECENT_MS = 60_000;
const SETTLE_MS = 3000;

interface Standing {
  accountId: string;
  seatsUsed: number;
}

const probeId = (number: number): string => `probe-${number}`;

/** Waits for a pool to show a number of seats. */
class Watch {
  private readonly waiting = new Map<string, { seats: number; shown: () => void }>();

  readonly onData = (data: string): void => {
    const { accountId, seatsUsed } = JSON.parse(data) as Standing;
    const waiting = this.waiting.get(accountId);
    if (waiting !== undefined && seatsUsed >= waiting.seats) waiting.shown();
  };

  until(accountId: string, seats: number): Promise<number> {
    return new Promise((resolve) => {
      const shown = (): void => {
        resolve(performance.now());
      };
      this.waiting.set(accountId, { seats, shown });
    });
  }
}

const loginOf = (accountId: string, seat: number): SessionFact => ({
  accountId,
  source: '/probe',
  id: `${accountId}-${seat}`,
  type: 'started',
  at: Date.now(),
  sessionId: `s-${seat}`,
  userId: `u-${seat}`,
  pool: POOL,
});

/** Logs in to one account again and again: ms from just before a request to the event of its pool. */
const probe = async (
  address: string,
  watch: Watch,
  accountId: string,
  end: number,
): Promise<number[]> => {
  const taken: number[] = [];
  for (let seat = 1; performance.now() < end; seat += 1) {
    await setTimeout(PAUSE * (0.5 + Math.random()));
    const shown = watch.until(accountId, seat);
    const begun = performance.now();
    await post(address, [loginOf(accountId, seat)]);
    taken.push((await shown) - begun);
  }
  return taken;
};

interface Watched {
  /** What each login took, in ms. */
  taken: number[];
  /** What the service kept up with. */
  factsPerSecond: number;
}

/** One run on a filled data directory; the logins are watched in the first half of the load, once all is read. */
const run = async (
  {
    cli,
    dataDir,
    course,
    facts,
  }: { cli: string; dataDir: string; course: FactCourse; facts: number },
  script: string,
): Promise<Watched> => {
  const probes = Array.from({ length: PROBES }, (_, number) => contractFor(probeId(number), SEATS));
  const contract = join(dataDir, 'contract.json');
  writeFileSync(contract, JSON.stringify({ accounts: probes }));
  const server = serve(cli, dataDir, contract);
  const address = await server.address();
  const load: Load = {
    url: `${address}/v1/session-events`,
    connections: 8,
    batch: BATCH,
    course,
    sent: RUNNING.stored,
    facts,
    warmUp: 0,
    rate: RATE,
  };
  const sender = new Process([script, JSON.stringify(load)]);
  const watch = new Watch();
  const leave = await follow(`${address}/v1/occupancy/stream`, watch.onData);
  await setTimeout(SETTLE_MS);
  const end = performance.now() + (500 * facts) / RATE;
  const taken = await Promise.all(probes.map(({ id }) => probe(address, watch, id, end)));
  const sent = JSON.parse(await sender.line()) as Sent;
  leave();
  await sender.end();
  await server.end('SIGTERM');
  return { taken: taken.flat(), factsPerSecond: sent.facts / sent.seconds };
};

/** How soon a login is seen on the stream of all standings while 5,000 facts a second of other accounts come in. */
export const sseBench = async (options: LivingBench): Promise<void> => {
  const { cli, libs } = await builtOf(options);
  const script = compiled('load');
  const facts = options.facts[0]!;
  const { accounts, agents, stored } = RUNNING;
  const from = Date.now() - RECENT_MS;
  const course: FactCourse = { accounts, agents, from, stepMs: 1000 / RATE };
  const runs: Watched[] = [];
  await withDataDir(async (filled) => {
    await fill(libs, filled, course, stored);
    for (let pair = 0; pair < options.pairs; pair += 1)
      runs.push(await withCopy(filled, (dataDir) => run({ cli, dataDir, course, facts }, script)));
  });
  const what = `login to its event at ${RATE} facts/s`;
  const of = (share: number): number[] => runs.map(({ taken }) => quantile(taken, share));
  report(
    [
      figureOf(`${what}, half of them within`, 'ms', of(0.5)),
      figureOf(`${what}, 99 in 100 within`, 'ms', of(0.99), '< 250'),
      figureOf(`${what}, the slowest`, 'ms', of(1)),
      figureOf(
        '  logins watched',
        'a run',
        runs.map(({ taken }) => taken.length),
      ),
      figureOf(
        '  facts taken',
        'facts/s',
        runs.map(({ factsPerSecond }) => factsPerSecond),
      ),
    ],
    options,
  );
};
