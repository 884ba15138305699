import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SEATMETER = join(__dirname, '..', '..', 'bin', 'seatmeter.js');
const MIB = 1 << 20;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'seatmeter-edges-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
jest.setTimeout(60_000);

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

type Run = SpawnSyncReturns<string>;
const node = (args: readonly string[], input: string | Uint8Array = ''): Run =>
  spawnSync(process.execPath, args, { input, encoding: 'utf8', maxBuffer: 256 * MIB });

/** Runs a line of bash: `$0` is node, `$1` the program, `$2` and further what a test gives. */
const bash = (line: string, ...given: string[]): Run => {
  const args = ['-o', 'pipefail', '-c', line, process.execPath, SEATMETER, ...given];
  return spawnSync('bash', args, { encoding: 'utf8' });
};

const CONTRACT = { accounts: [{ id: 'acme', pools: [{ id: 'elite', capacity: [{ seats: 1 }] }] }] };

const flagsOf = (events: string): string[] => {
  const contract = fileOf('contract.json', JSON.stringify(CONTRACT));
  return ['replay', '--json', '--events', events, '--contract', contract];
};
const replay = (events: string, input: string | Uint8Array = ''): Run =>
  node([SEATMETER, ...flagsOf(events)], input);

interface Output {
  readonly statements: readonly { overageSeats: number; quality: { quarantined: number } }[];
  readonly input: Readonly<Record<string, number>>;
  readonly quarantine: readonly { source: string; id: string; reason: string }[];
}
const outputOf = ({ stdout }: Run): Output => JSON.parse(stdout) as Output;

const fact = (
  type: string,
  id: string,
  user: string,
  [source, accountId] = ['/dialer', 'acme'],
): string => {
  const time = type === 'started' ? '2026-03-02T09:00:00Z' : '2026-03-02T10:00:00Z';
  const data = `{"accountId":"${accountId}","sessionId":"${user}","userId":"${user}"}`;
  return `{"specversion":"1.0","id":"${id}","source":"${source}","type":"seatmeter.session.${type}.v1","time":"${time}","data":${data}}\n`;
};

/** Two users at once for an hour over one seat: one seat is billed. */
const HOUR = [
  fact('started', '1', 'ann'),
  fact('started', '2', 'ben'),
  fact('ended', '3', 'ann'),
  fact('ended', '4', 'ben'),
];

describe('"__proto__"', () => {
  it('is an id like any other of a fact, a source, a session and a user', () => {
    const odd = HOUR.map((line) => line.replaceAll('"ben"', '"__proto__"'));
    const told = [fact('started', '__proto__', 'cyd', ['__proto__', 'acme']), ...odd];
    const { statements, input } = outputOf(replay('-', told.join('')));
    expect([statements[0]!.overageSeats, input.accepted]).toEqual([2, 5]);
    const again = outputOf(replay('-', fact('ended', '__proto__', 'x', ['__proto__', 'acme'])));
    expect(again.quarantine).toEqual([
      { source: '__proto__', id: '__proto__', reason: 'end-without-start' },
    ]);
  });

  it('is no id of an account: the line is rejected, and so is the contract', () => {
    const odd = fact('started', '9', 'cyd', ['/dialer', '__proto__']);
    const run = replay('-', [...HOUR, odd].join(''));
    expect(outputOf(run).input).toMatchObject({ accepted: 4, rejected: 1 });
    expect(run.stderr).toMatch(/^standard input:5: "data\.accountId" must be 1 to 200 letters/);
    const contract = fileOf('proto.json', JSON.stringify(CONTRACT).replace('acme', '__proto__'));
    const args = [SEATMETER, 'replay', '--events', '-', '--contract', contract];
    const { status, stdout, stderr } = node(args, HOUR.join(''));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/proto\.json:1: accounts\[0\]\.id is "__proto__"; it must be an id/);
  });
});

describe('a line of 100 MiB', () => {
  const large = (): string => {
    const path = fileOf('long.ndjson', HOUR.slice(0, 2).join(''));
    truncateSync(path, 100 * MIB);
    appendFileSync(path, `\n${HOUR.slice(2).join('')}`);
    return path;
  };
  /** Most memory, in bytes, that a replay had at a time; what it printed goes to a file. */
  const peakOf = (events: string, how: 'file' | 'stdin'): number => {
    const peak = join(folder, 'peak');
    const watch = fileOf(
      'watch.cjs',
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
    );
    const [, ...flags] = flagsOf(how === 'file' ? events : '-');
    const pipe = how === 'file' ? '' : 'cat "$3" | ';
    const command = `${pipe}"$0" -r "$2" "$1" replay "\${@:4}"`;
    const run = bash(command, watch, events, ...flags);
    expect(run.status).toBe(0);
    expect(outputOf(run).statements[0]!.overageSeats).toBe(1);
    if (events.endsWith('long.ndjson')) {
      expect(run.stderr).toMatch(/:3: the line is longer than 65536 bytes/);
      expect(outputOf(run).input).toMatchObject({ accepted: 4, rejected: 1 });
    }
    return Number(readFileSync(peak, 'utf8')) * 1024;
  };

  it.each(['file', 'stdin'] as const)('is skipped in bounded memory: %s', (how) => {
    const usual = peakOf(fileOf('short.ndjson', HOUR.join('')), how);
    expect(peakOf(large(), how) - usual).toBeLessThan(80 * MIB);
  });
});

it('names the same rejected lines, by their numbers, for a large file and a stream', () => {
  const lines = Array.from({ length: 90_000 }, (_, n) =>
    n % 4000 === 7 ? 'no fact\r\n' : fact(n % 2 === 0 ? 'started' : 'ended', String(n), `u${n}`),
  );
  const path = fileOf('many.ndjson', `\ufeff${lines.join('')}`);
  const [file, stream] = [replay(path), replay('-', readFileSync(path))];
  expect([file.status, file.stdout]).toEqual([0, stream.stdout]);
  expect(file.stderr.replaceAll(path, 'standard input')).toBe(stream.stderr);
  const told = file.stderr.split('\n').map((line) => line.split(':').at(1));
  expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, n) => String(8 + n * 4000)));
  expect(stream.stderr).toMatch(/standard input: 13 more lines rejected\n$/);
});

it('bills nothing of a megabyte of rubbish', () => {
  const { input, statements } = outputOf(replay(fileOf('rubbish', randomBytes(MIB))));
  expect([statements, input.accepted]).toEqual([[], 0]);
  expect(input.rejected).toBeGreaterThan(1000);
});

it.each([100, 17 * MIB])('says that it may not read a file of %d bytes', (size) => {
  const path = fileOf('secret', HOUR.join(''));
  truncateSync(path, size);
  const contract = fileOf('open.json', JSON.stringify(CONTRACT));
  chmodSync(path, 0o000);
  chmodSync(folder, 0o755);
  // The superuser may read everything: another user asks in his place.
  const other = fileOf('other.cjs', 'if (process.getuid() === 0) process.seteuid(65534);');
  const args = ['-r', other, SEATMETER, 'replay', '--events', path, '--contract', contract];
  const { status, stdout, stderr } = node(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: .*secret: not permitted to read it/);
});

it('ends well when its reader has read enough', () => {
  const accounts = Array.from({ length: 3000 }, (_, n) => ({
    id: `account-${n}`,
    startsAt: '2026-01-01T00:00:00Z',
    pools: CONTRACT.accounts[0]!.pools,
  }));
  const contract = fileOf('wide.json', JSON.stringify({ accounts }));
  const line = '"$0" "$1" replay --events /dev/null --contract "$2" --as-of 2026-03-02T00:00:00Z';
  const { status, stdout, stderr } = bash(`${line} | head -1`, contract);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Account +Pool .*\n$/);
});

it('imports a log, packed or not, once or twice, and replays it to the same statements', () => {
  const log = ['09:00 in ann', '09:00 in ben', '10:00 out ann', '10:00 out ben', 'noise'];
  const plain = fileOf('sign-ins.log', log.map((line) => `2026-03-02T${line}\n`).join(''));
  const packed = fileOf('sign-ins.log.gz', gzipSync(readFileSync(plain)));
  const importing = `"$0" "$1" import pattern "$2" --account acme --source /crm --start in --end out --time-format "yyyy-MM-dd'T'HH:mm" --pattern '(?<time>\\S+) (?<action>in|out) (?<session>\\S+)'`;
  const replaying = `"$0" "$1" "\${@:4}"`;
  const once = bash(`${importing} | ${replaying}`, plain, '', ...flagsOf('-'));
  const again = `{ ${importing}; ${importing.replace('$2', '$3')}; } | ${replaying}`;
  const twice = bash(again, plain, packed, ...flagsOf('-'));
  expect([once.status, twice.status]).toEqual([0, 0]);
  expect(once.stderr).toMatch(/5 lines read, 4 facts written/);
  expect(outputOf(once).statements).toMatchObject([{ overageSeats: 1 }]);
  expect(outputOf(twice).statements).toEqual(outputOf(once).statements);
  expect(outputOf(twice).input).toMatchObject({ accepted: 4, duplicates: 4 });
});
