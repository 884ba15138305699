import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ReplayOutput, type StatementJson } from '@seatmeter/contracts';
import { runCli } from '../program';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Run = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

const run = async (...args: readonly string[]): Promise<Run> => {
  const terminal = { stdout: new PassThrough(), stderr: new PassThrough() };
  const told = Promise.all([text(terminal.stdout), text(terminal.stderr)]);
  const exitCode = await runCli(['node', 'seatmeter', ...args], terminal);
  terminal.stdout.end();
  terminal.stderr.end();
  const [stdout, stderr] = await told;
  return { exitCode, stdout, stderr };
};

const SMALL = ['--accounts', '5', '--agents', '150', '--days', '31'];

/** The simulator's month, replayed. */
const monthOf = async (...options: readonly string[]): Promise<ReplayOutput> => {
  const [events, contract] = [join(folder, 'month.ndjson'), join(folder, 'contract.json')];
  const args = ['--out', events, '--contract-out', contract, ...SMALL, ...options];
  expect((await run('simulate', ...args)).exitCode).toBe(0);
  const asOf = ['--as-of', '2026-03-31T00:00:00Z', '--json'];
  const { stdout } = await run('replay', '--events', events, '--contract', contract, ...asOf);
  return ReplayOutput.parse(JSON.parse(stdout));
};

const sumOf = (
  { statements }: ReplayOutput,
  figure: (statement: StatementJson) => number,
): number => statements.reduce((sum, statement) => sum + figure(statement), 0);

describe("the simulator's month, replayed", () => {
  const CALM = ['--late', '0', '--duplicates', '0', '--forgotten', '0', '--early', '0'];

  it('is taken whole', async () => {
    const { input } = await monthOf();
    expect(input).toMatchObject({ quarantined: 0, ignored: 0, rejected: 0 });
    expect(input.duplicates / input.accepted).toBeCloseTo(0.005, 2);
  });

  it('has hand-overs, which put a pool over capacity for less than the grace and cost nothing', async () => {
    const { statements } = await monthOf(...CALM);
    const handOvers = statements.filter(
      ({ readings }) => readings.none > 0 && readings['excursion-full'] === 0,
    );
    expect(handOvers.length).toBeGreaterThan(2);
    for (const { overageSeats, amount, seatMs, excursions } of handOvers) {
      expect(excursions.length).toBeGreaterThan(20);
      expect(seatMs.over).toBeGreaterThan(0);
      expect([overageSeats, Number(amount!.value), seatMs.free]).toEqual([0, 0, seatMs.over]);
    }
  });

  it('says how much seat time rests on forgotten sign-outs, and has none when nobody forgets', async () => {
    const inferred = ({ quality }: StatementJson): number => quality.inferredSeatMs;
    const used = ({ seatMs }: StatementJson): number => seatMs.used;
    const [remembered, forgotten] = [
      await monthOf('--forgotten', '0'),
      await monthOf('--forgotten', '0.05'),
    ];
    expect(sumOf(remembered, ({ quality }) => quality.inferredEnds)).toBe(0);
    expect(sumOf(remembered, inferred)).toBe(0);
    expect(sumOf(forgotten, ({ quality }) => quality.inferredEnds)).toBeGreaterThan(50);
    expect(sumOf(forgotten, inferred)).toBeGreaterThan(0);
    expect(sumOf(forgotten, used)).toBeGreaterThan(sumOf(remembered, used));
  });

  it('costs the same however its facts are sent: late, or twice', async () => {
    const digests = ({ statements }: ReplayOutput): string[] =>
      statements.map(({ digest }) => digest);
    const punctual = await monthOf('--late', '0', '--duplicates', '0');
    expect(digests(await monthOf('--late', '0.2', '--duplicates', '0.2'))).toEqual(
      digests(punctual),
    );
  });
});

describe('to a file', () => {
  it('writes the same bytes for the same seed, to standard output too', async () => {
    const file = join(folder, 'facts.ndjson');
    const args = ['simulate', '--days', '3', '--agents', '50', '--seed', '7'];
    const { exitCode, stderr } = await run(...args, '--out', file);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/^[\d,]+ facts of 5 accounts and 3 days\n$/),
    ]);
    expect((await run(...args, '--out', '-')).stdout).toBe(readFileSync(file, 'utf8'));
    expect((await run(...args, '--seed', '8', '--out', '-')).stdout).not.toBe(
      readFileSync(file, 'utf8'),
    );
  });

  it.each([
    [[], 'give either --out FILE or --url URL'],
    [['--out', 'x', '--url', 'http://h'], 'give either --out FILE or --url URL'],
    [['--out', '/nowhere/x'], 'cannot write /nowhere/x: there is no such folder'],
    [['--out', '-', '--contract-out', tmpdir()], 'it is a directory'],
    [['--out', '-', '--late', '2'], 'It must be a share from 0 to 1'],
    [['--out', '-', '--from', '2026-02-30'], 'It must be a date'],
    [['--out', '-', '--days', '0'], 'It must be a whole number from 1 to 3660'],
    [['--out', '-', '--speed', 'fast'], 'It must be real, max, or times as fast'],
    [['--out', '-', '--agents', '3'], '--agents 3 is less than --accounts 5'],
    [['--url', 'localhost:8080'], 'It must be the address of a service'],
  ])('ends %j with 2 and says what to do', async (options, words) => {
    const { exitCode, stdout, stderr } = await run('simulate', ...options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });
});

describe('to a service', () => {
  let server: Server;
  let asked: string[];
  let answer: (request: IncomingMessage) => [number, object, Record<string, string>?];
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const [status, json, headers] = answer(request);
        asked.push(
          `${request.method!} ${request.url!} ${status} ${body.length > 0 ? JSON.stringify(JSON.parse(body)).length : 0}`,
        );
        response.writeHead(status, headers).end(JSON.stringify(json));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());
  const args = (): string[] => {
    const { port } = server.address() as AddressInfo;
    return [
      'simulate',
      '--url',
      `http://127.0.0.1:${port}/`,
      '--agents',
      '40',
      '--days',
      '2',
      '--json',
    ];
  };
  const receipt = { accepted: 1, duplicates: 0, quarantined: 0, ignored: 0, rejected: 0 };

  it('puts the contract, then sends facts, and again what was not taken', async () => {
    let refusals = 0;
    answer = ({ method }) => {
      if (method === 'PUT') return [201, {}];
      refusals += 1;
      return refusals === 1 ? [429, {}, { 'retry-after': '1' }] : [202, receipt];
    };
    const { exitCode, stderr } = await run(...args());
    expect(exitCode).toBe(0);
    expect(JSON.parse(stderr)).toMatchObject({ accounts: 5, receipt });
    expect(asked.slice(0, 5).every((one) => one.startsWith('PUT /v1/accounts/'))).toBe(true);
    const [first, again] = asked.slice(5);
    expect(first).toMatch(/^POST \/v1\/session-events 429 \d{5}/);
    expect(again).toBe(first!.replace('429', '202'));
  });

  it('ends with 2 and the words of a service that refuses', async () => {
    answer = () => [422, { detail: 'the ids differ' }];
    const { exitCode, stderr } = await run(...args());
    expect(exitCode).toBe(2);
    expect(stderr).toContain('was answered 422: the ids differ');
  });

  it('ends with 3 where nobody answers', async () => {
    const unanswered = args();
    server.close();
    const { exitCode, stderr } = await run(...unanswered);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: http:\S+ does not answer \(.+\): start it/);
  });
});
