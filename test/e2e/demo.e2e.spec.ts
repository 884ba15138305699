import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StatementJson } from '@seatmeter/contracts';
import { SEATMETER, Served } from './served';

jest.setTimeout(180_000);

let folder: string;
let running: Served | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatmeter-demo-'));
  // Builds, when the sources changed.
  spawnSync(process.execPath, [SEATMETER, '--version']);
}, 300_000);
afterEach(async () => {
  running?.signal('SIGKILL');
  await running?.end();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const startDemo = async (dataDir: string): Promise<Served> =>
  (running = await Served.start({ SEATMETER_DATA_DIR: dataDir }, '--demo'));

interface Standing {
  readonly phase: string;
  readonly seatsOver?: number;
  readonly seatsBillable?: number;
  readonly seatsBilledSoFar: number;
  readonly billableAt?: string;
}

const standingOf = async (served: Served): Promise<Standing> => {
  const path = '/v1/accounts/showcase/occupancy';
  return (await served.get<{ pools: { standing: Standing }[] }>(path)).pools[0]!.standing;
};

const until = async (
  served: Served,
  is: (standing: Standing) => boolean,
  withinMs: number,
): Promise<Standing> => {
  const late = Date.now() + withinMs;
  for (;;) {
    const standing = await standingOf(served);
    if (is(standing)) return standing;
    if (Date.now() > late) throw new Error(`still ${JSON.stringify(standing)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** A pool within its capacity goes over, counts down, and a seat becomes billable, within two minutes. */
const seeASeatBecomeBillable = async (served: Served): Promise<void> => {
  const started = Date.now();
  expect(await standingOf(served)).toMatchObject({ phase: 'within', seatsBilledSoFar: 0 });
  const { billableAt } = await until(served, ({ phase }) => phase === 'grace', 60_000);
  const due = Date.parse(billableAt!);
  expect(due - Date.now()).toBeGreaterThan(20_000);
  await until(served, ({ phase }) => phase === 'overage', 60_000);
  expect(Date.now()).toBeGreaterThanOrEqual(due);
  const later = await until(served, ({ seatsBilledSoFar }) => seatsBilledSoFar === 2, 60_000);
  expect(later).toMatchObject({ phase: 'overage', seatsOver: 2, seatsBillable: 2 });
  expect(Date.now() - started).toBeLessThan(120_000);
};

const statementsOf = async (served: Served, account: string, asOf: string): Promise<string[]> => {
  const path = `/v1/accounts/${account}/statements?asOf=${asOf}`;
  const { statements } = await served.get<{ statements: StatementJson[] }>(path);
  return statements.map(({ digest }) => digest);
};

it('serve --demo shows a seat become billable within two minutes of every start', async () => {
  const dataDir = join(folder, 'data');
  const started = Date.now();
  const first = await startDemo(dataDir);
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(existsSync(join(dataDir, 'demo', 'seatmeter.db'))).toBe(true);
  expect(existsSync(join(dataDir, 'seatmeter.db'))).toBe(false);
  await seeASeatBecomeBillable(first);
  // Killed while two visitors hold seats, with no word of their sign-outs.
  first.signal('SIGKILL');
  await first.end();
  const second = await startDemo(dataDir);
  await seeASeatBecomeBillable(second);
  expect(await second.stop()).toBe(0);
  expect(second.stderr).not.toMatch(/"level":"(warn|error)"/);
});

const run = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [SEATMETER, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });

/** The digests that a replay of a simulated course prints for an account. */
const replayed = (centre: readonly string[], account: string, asOf: string): string[] => {
  const [events, contract] = [join(folder, 'facts.ndjson'), join(folder, 'contract.json')];
  run('simulate', ...centre, '--out', events, '--contract-out', contract);
  const files = ['--events', events, '--contract', contract, '--as-of', asOf];
  const { stdout } = run('replay', ...files, '--account', account, '--json');
  const { statements } = JSON.parse(stdout) as { statements: StatementJson[] };
  return statements.map(({ digest }) => digest);
};

it('serve --demo has the month up to now, as a replay of what is simulated, and after a restart too', async () => {
  const served = await startDemo(join(folder, 'month'));
  const { items } = await served.get<{
    items: { id: string; timeZone: string; startsAt: string }[];
  }>('/v1/accounts');
  expect(items.length).toBe(6);
  expect(new Set(items.map(({ timeZone }) => timeZone)).size).toBe(6);
  // By now everything that happened until then has been sent, what is late included.
  const asOf = new Date(Date.now() - 5 * 3_600_000).toISOString();
  const firstDay = items.find(({ id }) => id === 'showcase')!.startsAt.slice(0, 10);
  const options = ['--seed', '5', '--accounts', '5', '--agents', '160', '--days', '62'];
  const centre = [...options, '--from', firstDay];
  const before = await statementsOf(served, 'harbour', asOf);
  expect(before.length).toBeGreaterThan(0);
  expect(before).toEqual(replayed(centre, 'harbour', asOf));
  expect(await served.stop()).toBe(0);
  const again = await startDemo(join(folder, 'month'));
  expect(await statementsOf(again, 'harbour', asOf)).toEqual(before);
  expect(await statementsOf(again, 'sumida', asOf)).toEqual(replayed(centre, 'sumida', asOf));
});

it('serve --demo prints a fact to send, which the showcase takes, a replay and the documentation', async () => {
  const served = await startDemo(join(folder, 'greeting'));
  const printed = /-d '(.+)'/.exec(served.stdout)![1]!;
  const before = await standingOf(served);
  expect(before.phase).toBe('within');
  const answer = await served.send('POST', '/v1/session-events', JSON.parse(printed));
  expect(answer).toMatchObject([202, { accepted: 1 }]);
  expect(await standingOf(served)).toMatchObject({ phase: 'grace', seatsOver: 1 });
  await until(served, () => /openapi\.json/.test(served.stdout), 1000);
  expect(served.stdout).toContain('seatmeter -- replay --events examples/march.ndjson');
  served.signal('SIGINT');
  expect(await served.end()).toBe(0);
});

it('seatmeter simulate sends a course to a running service, which bills what a replay of its file bills', async () => {
  running = await Served.start({ SEATMETER_STORE: 'memory' });
  const centre = ['--agents', '60', '--accounts', '2', '--days', '5'];
  const { status, stderr } = run('simulate', ...centre, '--url', running.url, '--json');
  expect(status).toBe(0);
  const { facts, receipt } = JSON.parse(stderr) as {
    facts: number;
    receipt: Record<'accepted' | 'duplicates' | 'quarantined' | 'ignored' | 'rejected', number>;
  };
  expect(receipt.rejected).toBe(0);
  expect(receipt.accepted + receipt.duplicates + receipt.quarantined + receipt.ignored).toBe(facts);
  const asOf = '2026-03-06T00:00:00.000Z';
  expect(await statementsOf(running, 'isar', asOf)).toEqual(replayed(centre, 'isar', asOf));
});
