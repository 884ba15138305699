import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SessionFact } from '@seatmeter/contracts';
import { builtOf, type LivingBench } from './bench-options';
import { compiled } from './child';
import { follow, post } from './client';
import { figureOf, quantile, report } from './figures';
import { fill } from './filled';
import { contractFor, POOL, type FactCourse } from './living-facts';
import type { Load } from './load';
import { Process, serve, withDataDir } from './process';

const RATE = 5000;
const BATCH = 50;
/** Accounts in which a login is watched, and the seats of each. */
const PROBES = 20;
const SEATS = 1000;
/** Between two logins that are watched, in ms. */
const PAUSE = 23;
const STEP_MS = 1000 / RATE;
/** The facts of the load are a little old when they come, and none is ahead. */
const RECENT_MS = 60_000;
const SETTLE_MS = 3000;
/** Facts that are stored before, by when everybody has signed in once. */
const STORED = 50_000;
const AGENTS = 20;

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

/** Logs in again and again: ms from just before a request to the event of its pool. */
const probe = async (address: string, watch: Watch, seconds: number): Promise<number[]> => {
  const end = performance.now() + 1000 * seconds;
  const taken: number[] = [];
  for (let login = 0; performance.now() < end; login += 1) {
    const accountId = probeId(login % PROBES);
    const seat = 1 + Math.floor(login / PROBES);
    const shown = watch.until(accountId, seat);
    const begun = performance.now();
    await post(address, [loginOf(accountId, seat)]);
    taken.push((await shown) - begun);
    await setTimeout(PAUSE);
  }
  return taken;
};

/** How soon a login is seen on the stream of all standings while 5,000 facts a second of other accounts come in. */
export const sseBench = async (options: LivingBench): Promise<void> => {
  const { cli, libs } = await builtOf(options);
  const script = compiled('load');
  const [p50, p99, worst]: number[][] = [[], [], []];
  for (let pair = 0; pair < options.pairs; pair += 1) {
    await withDataDir(async (dataDir) => {
      const facts = options.facts[0]!;
      const from = Date.now() - RECENT_MS - STORED * STEP_MS;
      const course: FactCourse = { accounts: 1000, agents: AGENTS, from, stepMs: STEP_MS };
      await fill(libs, dataDir, course, STORED);
      const probes = Array.from({ length: PROBES }, (_, number) =>
        contractFor(probeId(number), SEATS),
      );
      const contract = join(dataDir, 'contract.json');
      writeFileSync(contract, JSON.stringify({ accounts: probes }));
      const server = serve(cli, dataDir, contract);
      const address = await server.address();
      const load: Load = {
        url: `${address}/v1/session-events`,
        connections: 8,
        batch: BATCH,
        course,
        sent: STORED,
        facts,
        warmUp: 0,
        rate: RATE,
      };
      const sender = new Process([script, JSON.stringify(load)]);
      const watch = new Watch();
      const leave = await follow(`${address}/v1/occupancy/stream`, watch.onData);
      await setTimeout(SETTLE_MS);
      const taken = await probe(address, watch, facts / RATE - SETTLE_MS / 1000);
      await sender.line();
      leave();
      await sender.end();
      await server.end('SIGTERM');
      for (const [share, of] of [
        [0.5, p50],
        [0.99, p99],
        [1, worst],
      ] as const)
        of!.push(quantile(taken, share));
    });
  }
  const what = `login to its event at ${RATE} facts/s`;
  report(
    [
      figureOf(`${what}, half of them within`, 'ms', p50!),
      figureOf(`${what}, 99 in 100 within`, 'ms', p99!, '< 250'),
      figureOf(`${what}, the slowest`, 'ms', worst!),
    ],
    options,
  );
};
