import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'seatmeter-e2e-'));

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const seatmeter = (args: readonly string[], input = ''): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(ROOT, 'bin', 'seatmeter.js'), ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

const contract = (pools = '[{ "id": "elite", "capacity": [{ "seats": 1 }] }]'): string =>
  fileOf(
    `contract-${String(pools.length)}.json`,
    `{ "accounts": [{ "id": "acme", "pools": ${pools} }] }`,
  );

const fact = (id: string, type: string, time: string, session: string, more = ''): string =>
  `{"specversion":"1.0","id":${JSON.stringify(id)},"source":"/dialer","type":"seatmeter.session.${type}.v1","time":"${time}","data":{"accountId":"acme","sessionId":${JSON.stringify(session)},"userId":${JSON.stringify(session)}${more}}}\n`;

/** Two users at once for an hour over one seat: one seat is billed. */
const HOUR = [
  fact('1', 'started', '2026-03-02T09:00:00Z', 'ann'),
  fact('2', 'started', '2026-03-02T09:00:00Z', '__proto__'),
  fact('3', 'ended', '2026-03-02T10:00:00Z', 'ann'),
  fact('4', 'ended', '2026-03-02T10:00:00Z', '__proto__'),
].join('');

const replay = (events: string, input = '', ...more: string[]): SpawnSyncReturns<string> =>
  seatmeter(['replay', '--events', events, '--contract', contract(), '--json', ...more], input);

interface Output {
  readonly statements: { overageSeats: number; peak: { seats: number } }[];
  readonly input: Record<string, number>;
}
const outputOf = ({ stdout }: SpawnSyncReturns<string>): Output => JSON.parse(stdout) as Output;

describe('replay on good input', () => {
  it('bills the seat that outlasted the grace, from a file, from gzip and from standard input alike', () => {
    const plain = replay(fileOf('hour.ndjson', HOUR));
    expect(plain.status).toBe(0);
    expect(outputOf(plain).statements).toMatchObject([{ overageSeats: 1, peak: { seats: 2 } }]);
    expect(replay(fileOf('hour.ndjson.gz', gzipSync(HOUR))).stdout).toBe(plain.stdout);
    expect(replay('-', HOUR).stdout).toBe(plain.stdout);
  });

  it('answers a large file, read by several threads, as it answers a stream', () => {
    const lines = Array.from({ length: 90_000 }, (_, n) => {
      const at = new Date(Date.UTC(2026, 2, 2) + n * 20_000).toISOString();
      const line = fact(`id-${String(n)}`, n % 2 ? 'ended' : 'started', at, `s-${String(n >> 2)}`);
      return n % 10_000 === 7 ? `not json ${String(n)}\n` : line;
    });
    const text = `\uFEFF${lines.join('')}`;
    const threads = replay(fileOf('large.ndjson', text));
    const stream = replay('-', text);
    expect(text.length).toBeGreaterThan(1 << 24);
    expect(threads.stdout).toBe(stream.stdout);
    const numbers = (stderr: string): string[] =>
      stderr.split('\n').map((line) => line.replace(/^.*?:(\d+):.*$/, '$1'));
    expect(numbers(threads.stderr)).toStrictEqual(numbers(stream.stderr));
    expect(outputOf(threads).input.rejected).toBe(9);
  });

  it('takes the same facts twice as once', () => {
    const once = outputOf(replay('-', HOUR));
    const twice = outputOf(replay('-', HOUR + HOUR));
    expect(twice.statements).toStrictEqual(once.statements);
    expect(twice.input).toMatchObject({ accepted: 4, duplicates: 4 });
  });

  it('prices an imported log', () => {
    const log =
      'OUT 2026-03-02T09:00:00Z 1\nOUT 2026-03-02T09:00:00Z 2\nIN 2026-03-02T10:00:00Z 1\n';
    const pattern = '(?<action>IN|OUT) (?<time>\\S+) (?<session>\\d+)';
    const words = ['--pattern', pattern, '--start', 'OUT', '--end', 'IN'];
    const file = fileOf('licences.log', log);
    const imported = seatmeter([
      'import',
      'pattern',
      file,
      '--account',
      'acme',
      '--source',
      '/l',
      ...words,
    ]);
    expect(imported.status).toBe(0);
    expect(outputOf(replay('-', imported.stdout)).statements).toMatchObject([{ overageSeats: 1 }]);
  });
});

describe('bad input', () => {
  const gz = gzipSync(Buffer.concat([Buffer.from(HOUR), Buffer.alloc(100_000, HOUR)]));
  it.each([
    ['truncated gzip', () => fileOf('cut.gz', gz.subarray(0, gz.length / 2)), 'gzip'],
    ['a directory', () => folder, 'directory'],
    ['a file that is not there', () => join(folder, 'nowhere'), 'no such file'],
  ])('%s ends with 2, says what to do and bills nothing', (_, file, words) => {
    const { status, stdout, stderr } = replay(file());
    expect([status, stdout]).toStrictEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it.each([
    ['an empty file', '', 0],
    ['a line of 100 MiB', Buffer.concat([Buffer.alloc(100 << 20, 'x'), Buffer.from('\n')]), 1],
    ['binary rubbish', Buffer.from([0, 255, 254, 10, 1, 2, 10, 200, 201]), 3],
    [
      'invalid UTF-8',
      Buffer.from(fact('\u00e9', 'started', '2026-03-02T09:00:00Z', 'a'), 'latin1'),
      1,
    ],
    ['a time without a zone', fact('1', 'started', '2026-03-02T09:00:00', 'a'), 1],
    ['a time in year 0', fact('1', 'started', '0000-03-02T09:00:00Z', 'a'), 1],
    ['a time in year 275761', fact('1', 'started', '+275761-03-02T09:00:00Z', 'a'), 1],
  ])('%s bills nothing and is counted', (_, content, rejected) => {
    const run = replay(fileOf('odd.ndjson', content));
    expect(run.status).toBe(0);
    expect(outputOf(run)).toMatchObject({ statements: [], input: { accepted: 0, rejected } });
  });

  it('reads a time with an offset and microseconds as the instant it names', () => {
    const spelled = HOUR.replaceAll('T09:00:00Z', 'T18:00:00.000999+09:00');
    expect(outputOf(replay('-', spelled)).statements).toStrictEqual(
      outputOf(replay('-', HOUR)).statements,
    );
  });

  it.each([
    ['a wrong time zone', '[], "timeZone": "Mars/Base"', 'timeZone'],
    ['negative seats', '[{ "id": "p", "capacity": [{ "seats": -1 }] }]', 'seats'],
    [
      'overlapping ids',
      '[{ "id": "p", "capacity": [] }, { "id": "p", "capacity": [] }]',
      'pools[1]',
    ],
    ['an unknown key', '[{ "id": "p", "capacity": [], "pirce": [] }]', 'price'],
  ])('a contract with %s ends with 2 and names the place', (_, pools, place) => {
    const file = contract(pools);
    const { status, stderr } = seatmeter(['accounts', 'check', file]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${file}:1: `);
    expect(stderr).toContain(place);
  });
});

it('prints what the README shows', () => {
  const args = [
    'replay',
    '--events',
    'examples/march.ndjson',
    '--contract',
    'examples/contract.json',
  ];
  const { stdout } = spawnSync(process.execPath, ['bin/seatmeter.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(stdout.trim());
});
