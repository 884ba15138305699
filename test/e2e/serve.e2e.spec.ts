import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StatementJson } from '@seatmeter/contracts';
import { SEATMETER, Served } from './served';

jest.setTimeout(60_000);

let folder: string;
let running: Served[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatmeter-serve-'));
  // Builds, when the sources changed.
  spawnSync(process.execPath, [SEATMETER, '--version']);
}, 300_000);
afterEach(async () => {
  for (const served of running) served.signal('SIGKILL');
  await Promise.all(running.map((served) => served.end()));
  running = [];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let directories = 0;
const newDirectory = (): string => join(folder, `data-${(directories += 1)}`);
const start = async (environment: Record<string, string>): Promise<Served> => {
  const served = await Served.start(environment);
  running.push(served);
  return served;
};

const ACCOUNT = { id: 'acme', pools: [{ id: 'elite', capacity: [{ seats: 1 }] }] };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const HOUR = 3_600_000;
const now = Date.now();

interface Event {
  readonly [attribute: string]: unknown;
  readonly data: Record<string, unknown>;
}

const fact = (id: string, type: string, at: number, sessionId: string): Event => ({
  specversion: '1.0',
  id,
  source: '/dialer',
  type: `seatmeter.session.${type}.v1`,
  time: new Date(at).toISOString(),
  data: { accountId: 'acme', sessionId, userId: `user of ${sessionId}` },
});

/** Ann and Ben were over one seat for an hour until an hour ago; Cyd holds it now. */
const STRUCTURED = fact('1', 'started', now - 2 * HOUR, 'ann');
const BINARY = fact('2', 'started', now - 2 * HOUR, 'ben');
const BATCHED = [
  fact('3', 'ended', now - HOUR, 'ann'),
  fact('4', 'ended', now - HOUR, 'ben'),
  fact('5', 'started', now - HOUR / 2, 'cyd'),
  fact('6', 'renewed', now - HOUR / 2, 'ann'),
  fact('7', 'ended', now - HOUR / 2, 'nobody'),
  { ...fact('8', 'ended', now - HOUR / 2, 'x'), type: 'x' },
  fact('1', 'started', now - 2 * HOUR, 'ann'),
];
const FACTS = [STRUCTURED, BINARY, ...BATCHED];

const binaryHeaders = (event: Event): Record<string, string> => {
  const attributes = Object.entries(event).filter(([name]) => name !== 'data');
  const headers = attributes.map(([name, value]) => [`ce-${name}`, String(value)] as const);
  return Object.fromEntries([['content-type', 'application/json'], ...headers]);
};

const sendAll = async (served: Served): Promise<void> => {
  expect((await served.send('PUT', '/v1/accounts/acme', ACCOUNT))[0]).toBe(201);
  const path = '/v1/session-events';
  expect(await served.send('POST', path, STRUCTURED)).toMatchObject([202, { accepted: 1 }]);
  const binary = await served.send('POST', path, BINARY.data, binaryHeaders(BINARY));
  expect(binary).toMatchObject([202, { accepted: 1 }]);
  expect(await served.send('POST', path, BATCHED, BATCH)).toMatchObject([
    202,
    {
      accepted: 3,
      duplicates: 1,
      ignored: 1,
      quarantined: 1,
      rejected: 1,
      findings: [
        { index: 3, code: 'renewed-after-end' },
        { index: 4, code: 'end-without-start' },
        { index: 5, code: 'not-a-session-fact' },
      ],
    },
  ]);
};

const statementsAt = async (served: Served, asOf: string): Promise<StatementJson[]> => {
  const path = `/v1/accounts/acme/statements?asOf=${asOf}`;
  return (await served.get<{ statements: StatementJson[] }>(path)).statements;
};

/** What a replay of the same facts says. */
const replayed = (asOf: string): StatementJson[] => {
  const events = join(folder, 'facts.ndjson');
  const contract = join(folder, 'contract.json');
  writeFileSync(events, FACTS.map((one) => `${JSON.stringify(one)}\n`).join(''));
  writeFileSync(contract, JSON.stringify({ accounts: [ACCOUNT] }));
  const args = ['replay', '--events', events, '--contract', contract, '--as-of', asOf, '--json'];
  const { stdout } = spawnSync(process.execPath, [SEATMETER, ...args], { encoding: 'utf8' });
  return (JSON.parse(stdout) as { statements: StatementJson[] }).statements;
};

describe('seatmeter serve', () => {
  it.each(['sqlite', 'memory'])('meters on %s what comes in, as a replay does', async (store) => {
    const directory = newDirectory();
    const served = await start({ SEATMETER_STORE: store, SEATMETER_DATA_DIR: directory });
    await sendAll(served);
    expect(await served.get('/v1/accounts/acme/occupancy')).toMatchObject({
      pools: [{ poolId: 'elite', seatsUsed: 1, capacity: 1, standing: { phase: 'within' } }],
    });
    expect(await served.get('/v1/accounts/acme/pools/elite/sessions')).toMatchObject({
      items: [{ sessionId: 'cyd', userId: 'user of cyd' }],
    });
    const asOf = new Date(now).toISOString();
    const statements = await statementsAt(served, asOf);
    expect(statements.map(({ overageSeats }) => overageSeats)).toContain(1);
    expect(statements).toEqual(replayed(asOf));
    expect(await served.stop()).toBe(0);
  });

  it('keeps everything over a restart', async () => {
    const environment = { SEATMETER_DATA_DIR: newDirectory() };
    const first = await start(environment);
    await sendAll(first);
    const asOf = new Date(now).toISOString();
    const before = await statementsAt(first, asOf);
    expect(await first.stop()).toBe(0);
    const second = await start(environment);
    expect(await statementsAt(second, asOf)).toEqual(before);
    expect(await second.send('POST', '/v1/session-events', FACTS, BATCH)).toMatchObject([
      202,
      { accepted: 0, duplicates: 8, rejected: 1 },
    ]);
    expect(second.stdout).not.toContain('curl -X PUT');
  });

  it('shows a sign-in to whoever watches, within a moment', async () => {
    const served = await start({ SEATMETER_STORE: 'memory' });
    await served.send('PUT', '/v1/accounts/acme', ACCOUNT);
    const stream = await fetch(`${served.url}/v1/accounts/acme/occupancy/stream`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const seen = async (text: RegExp): Promise<void> => {
      for (let all = ''; !text.test(all);) all += (await reader.read()).value ?? '';
    };
    await seen(/"seatsUsed":0/);
    const sent = Date.now();
    await served.send('POST', '/v1/session-events', fact('1', 'started', sent, 'ann'));
    await seen(/"seatsUsed":1/);
    expect(Date.now() - sent).toBeLessThan(1000);
    const stopping = Date.now();
    served.signal('SIGTERM');
    expect(await reader.read().then(({ done }) => done)).toBe(true);
    expect(await served.end()).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(5000);
  });

  it('stops under load: what it acknowledged is there afterwards', async () => {
    const environment = { SEATMETER_DATA_DIR: newDirectory() };
    const served = await start(environment);
    await served.send('PUT', '/v1/accounts/acme', ACCOUNT);
    const acknowledged: string[] = [];
    const refused: number[] = [];
    const send = async (client: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const id = `${client}-${n}`;
        const body = [fact(id, 'started', now - HOUR, id)];
        const answer = await served
          .send('POST', '/v1/session-events', body, BATCH)
          .catch(() => undefined);
        if (answer?.[0] === 202) acknowledged.push(id);
        else {
          if (answer !== undefined) refused.push(answer[0]);
          return;
        }
      }
    };
    const clients = Array.from({ length: 8 }, (_, client) => send(client));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await served.stop()).toBe(0);
    await Promise.all(clients);
    expect(acknowledged.length).toBeGreaterThan(8);
    expect(refused.filter((status) => status !== 503)).toEqual([]);
    const again = await start(environment);
    const { pools } = await again.get<{ pools: { seatsUsed: number }[] }>(
      '/v1/accounts/acme/occupancy',
    );
    expect(pools[0]!.seatsUsed).toBeGreaterThanOrEqual(acknowledged.length);
    for (const id of [acknowledged[0]!, acknowledged.at(-1)!])
      expect(
        await again.get(`/v1/accounts/acme/session-events?source=/dialer&id=${id}`),
      ).toMatchObject({ records: [{ outcome: 'accepted' }] });
  });

  it('applies the contract of its settings, and greets with what works', async () => {
    const contract = join(folder, 'applied.json');
    writeFileSync(contract, JSON.stringify({ accounts: [{ ...ACCOUNT, id: 'beta' }] }));
    const served = await start({ SEATMETER_STORE: 'memory', SEATMETER_CONTRACT: contract });
    expect(await served.get('/v1/accounts/beta')).toMatchObject({ id: 'beta' });
    const printed = /-d '(.+)'/.exec(served.stdout)![1]!;
    const answer = await served.send('POST', '/v1/session-events', JSON.parse(printed));
    expect(answer).toMatchObject([202, { accepted: 1 }]);
  });
});
