import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { runCli } from '../program';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'run-import-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Collects what is written; a slow one takes each part a moment later, as a pipe does. */
const collector = (isSlow: boolean): { stream: Writable; text: () => string } => {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write: (part: Buffer, _, done) => {
      parts.push(part);
      if (isSlow) setImmediate(done);
      else done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString() };
};

const run = async (...args: string[]): Promise<Run> => {
  const out = collector(true);
  const err = collector(false);
  const argv = ['node', 'seatmeter', 'import', ...args];
  const exitCode = await runCli(argv, { stdout: out.stream, stderr: err.stream });
  return { exitCode, stdout: out.text(), stderr: err.text() };
};

const ORIGIN = ['--account', 'acme', '--source', '/crm'];
const importCsv = (file: string, ...more: string[]): Promise<Run> =>
  run(
    'csv',
    file,
    ...ORIGIN,
    '--time',
    'When',
    '--action',
    'What',
    '--session',
    'Id',
    ...more,
    '--start',
    'in',
    '--end',
    'out',
  );

const HEADER = 'When,What,Id\n';
const ROWS = '2026-03-02T09:00:00Z,in,s1\n2026-03-02T09:30:00Z,out,s1\n';
const LOG = HEADER + ROWS;

describe('an import', () => {
  it('writes facts to stdout and its summary to stderr', async () => {
    const file = fileOf('log.csv', LOG);
    const { exitCode, stdout, stderr } = await importCsv(file);
    expect(exitCode).toBe(0);
    const facts = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(facts).toMatchObject([
      { type: 'seatmeter.session.started.v1', data: { accountId: 'acme', sessionId: 's1' } },
      { type: 'seatmeter.session.ended.v1', time: '2026-03-02T09:30:00.000Z' },
    ]);
    expect(stderr).toBe(`${file}: 3 lines read, 2 facts written\n  1 line skipped: header\n`);
  });

  it('of the same log, by another name, packed, with other line ends, is the same facts', async () => {
    const { stdout } = await importCsv(fileOf('plain.csv', LOG));
    const others = [
      fileOf('packed', gzipSync(LOG)),
      fileOf('members.gz', Buffer.concat([gzipSync(HEADER), gzipSync(ROWS)])),
      fileOf('crlf.csv', LOG.replaceAll('\n', '\r\n')),
      fileOf('bom.csv', `\ufeff${LOG}`),
      fileOf('no-end.csv', LOG.trimEnd()),
    ];
    for (const file of others) expect((await importCsv(file)).stdout).toBe(stdout);
  });

  it('tells the first bad lines and counts the rest, and goes on', async () => {
    const bad = 'later,in,s2\n'.repeat(7);
    const file = fileOf('bad.csv', HEADER + bad + ROWS);
    const { exitCode, stdout, stderr } = await importCsv(file);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stderr).toContain('7 bad lines left out:');
    expect(stderr).toContain(
      `${file}, line 2: the time "later" does not read as iso; correct the line or --time-format`,
    );
    expect(stderr).toContain('and 2 more');
    expect(stderr).not.toContain('line 7:');
  });

  it('with --strict fails for a bad line after writing everything else', async () => {
    const { exitCode, stdout, stderr } = await importCsv(
      fileOf('strict.csv', `${LOG}later,in,s2\n`),
      '--strict',
    );
    expect(exitCode).toBe(2);
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/error: .*strict\.csv: bad lines and --strict/);
    expect((await importCsv(fileOf('fine.csv', LOG), '--strict')).exitCode).toBe(0);
  });

  it('with --json tells its summary in one object', async () => {
    const file = fileOf('json.csv', `${LOG}later,in,s2\n`);
    const { stderr } = await importCsv(file, '--json');
    expect(JSON.parse(stderr)).toMatchObject({
      file,
      lines: 4,
      facts: 2,
      skipped: { header: 1 },
      bad: 1,
      firstBad: [{ line: 4 }],
    });
  });

  it('rejects a line that is not UTF-8, whose ids would be forged', async () => {
    const latin1 = Buffer.from(
      '2026-03-02T09:00:00Z,in,Jos\xe9\n2026-03-02T09:00:00Z,in,Jos\xe8\n',
      'latin1',
    );
    const { stdout, stderr } = await importCsv(
      fileOf('latin1.csv', Buffer.concat([Buffer.from(LOG), latin1])),
    );
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stderr).toMatch(/line 4: the line \(\d+ bytes\) is not UTF-8; convert the file first/);
  });

  it('survives a line of 100 MiB', async () => {
    const huge = Buffer.alloc(100 * 1024 * 1024, 'x');
    const { exitCode, stdout, stderr } = await importCsv(
      fileOf('huge.csv', Buffer.concat([Buffer.from(LOG), huge, Buffer.from(`\n${ROWS}`)])),
    );
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(5);
    expect(stderr).toContain('line 4: the line has 104,857,600 bytes, more than 65,536');
  });
});

describe('an import that reads nothing exits 2 and says why', () => {
  it.each<[string, () => string, RegExp]>([
    ['missing', () => join(folder, 'nowhere'), /nowhere: there is no such file/],
    ['a directory', () => folder, /this is a directory: name a file in it/],
    ['empty', () => fileOf('empty', ''), /empty is empty: there is nothing to import/],
    ['only a header', () => fileOf('header', HEADER), /no line gave a session fact/],
    [
      'rubbish',
      () => fileOf('rubbish', Buffer.concat([Buffer.from([0xff]), randomBytes(100_000)])),
      /correct the header/,
    ],
    ['not of these columns', () => fileOf('other.csv', 'A,B\n1,2\n'), /no column "When"/],
  ])('%s', async (_, file, message) => {
    const { exitCode, stdout, stderr } = await importCsv(file());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('rubbish as a queue_log', async () => {
    const { exitCode, stdout, stderr } = await run(
      'asterisk',
      fileOf('noise', randomBytes(300_000)),
      ...ORIGIN,
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/no line gave a session fact/);
  });

  it('truncated gzip, after what was whole', async () => {
    const whole = gzipSync(HEADER + ROWS.repeat(50_000), { level: 0 });
    const file = fileOf('cut.gz', whole.subarray(0, whole.length / 2));
    const { exitCode, stdout, stderr } = await importCsv(file);
    expect(exitCode).toBe(2);
    expect(stdout.split('\n').length).toBeGreaterThan(1000);
    expect(stderr).toMatch(/facts written/);
    expect(stderr).toMatch(
      /error: .*cut\.gz: the gzip data ends too early: copy the file again.*bytes of it/,
    );
  });
});

describe('an import whose reader', () => {
  const failing = (code: string): Writable =>
    new Writable({
      write: (_, __, done) => {
        done(Object.assign(new Error(`write ${code}`), { code }));
      },
    }).on('error', () => undefined);

  const into = async (stdout: Writable): Promise<[number, string]> => {
    const err = collector(false);
    const args = ['--time', '1', '--action', '2', '--session', '3', '--start', 'in'];
    const argv = ['node', 'seatmeter', 'import', 'csv', fileOf('out.csv', LOG), ...ORIGIN, ...args];
    return [await runCli(argv, { stdout, stderr: err.stream }), err.text()];
  };

  it('has gone ends quietly', async () => {
    expect(await into(failing('EPIPE'))).toEqual([0, '']);
  });

  it('is a full disk exits 3', async () => {
    const [exitCode, told] = await into(failing('ENOSPC'));
    expect(exitCode).toBe(3);
    expect(told).toMatch(/cannot write to stdout \(write ENOSPC\)/);
  });
});
