import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { FileProblem, openBytes, sizeOf } from './byte-source';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'byte-source-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const read = async (path: string, onRead?: (bytes: number) => void): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of openBytes(path, onRead)) parts.push(part);
  return Buffer.concat(parts).toString();
};

const problemOf = async (path: string): Promise<FileProblem> => {
  const outcome = await read(path).catch((error: unknown) => error);
  if (outcome instanceof FileProblem) return outcome;
  throw new Error(`${path} was read, or failed otherwise: ${String(outcome)}`);
};

const withStdin = async (parts: Uint8Array[], use: () => Promise<void>): Promise<void> => {
  const real = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  const stdin = new PassThrough();
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  for (const part of parts) stdin.write(part);
  stdin.end();
  try {
    await use();
  } finally {
    Object.defineProperty(process, 'stdin', real);
  }
};

describe('the bytes of a file', () => {
  it('are its own when it is plain', async () => {
    expect(await read(fileOf('plain', 'one\ntwo'))).toBe('one\ntwo');
    expect(await read(fileOf('empty', ''))).toBe('');
    expect(await read(fileOf('one-byte', Buffer.from([0x1f])))).toBe('\x1f');
  });

  it('are unpacked by what it holds, whatever its name', async () => {
    expect(await read(fileOf('no-suffix', gzipSync('packed')))).toBe('packed');
    expect(await read(fileOf('plain.gz', 'not packed'))).toBe('not packed');
  });

  it('are those of all members of a gzip file', async () => {
    const members = Buffer.concat([gzipSync('one\n'), gzipSync(''), gzipSync('two\n')]);
    expect(await read(fileOf('members.gz', members))).toBe('one\ntwo\n');
  });

  it('come from standard input for "-", gzip too, cut anywhere', async () => {
    const packed = Buffer.concat([gzipSync('one'), gzipSync('two')]);
    const bytes = [...packed].map((byte) => Buffer.from([byte]));
    await withStdin(bytes, async () => {
      expect(await read('-')).toBe('onetwo');
    });
    await withStdin([Buffer.from('pl'), Buffer.from('ain')], async () => {
      expect(await read('-')).toBe('plain');
    });
  });

  it('report how many of the file have been read, up to its size', async () => {
    const path = fileOf('progress.gz', gzipSync(randomBytes(1_000_000)));
    const seen: number[] = [];
    await read(path, (bytes) => seen.push(bytes));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(await sizeOf(path));
  });

  it('may be left early', async () => {
    for await (const part of openBytes(fileOf('early.gz', gzipSync('x'.repeat(9_000_000))))) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('a file that cannot be read', () => {
  it('says so when it is missing, a directory or below a file', async () => {
    expect(await problemOf(join(folder, 'nowhere'))).toMatchObject({
      code: 'FILE_MISSING',
      file: join(folder, 'nowhere'),
      retriable: false,
      bytesRead: 0,
      message: expect.stringContaining('nowhere: there is no such file') as string,
    });
    expect(await problemOf(folder)).toMatchObject({ code: 'FILE_IS_DIRECTORY' });
    const below = join(fileOf('leaf', ''), 'x');
    expect(await problemOf(below)).toMatchObject({ code: 'FILE_MISSING' });
  });

  it('says so when it is not permitted', async () => {
    const path = fileOf('secret', 'x');
    chmodSync(path, 0o000);
    // The superuser may read everything: another user asks in his place.
    const superuser = process.getuid?.() === 0;
    if (superuser) process.seteuid?.(65_534);
    try {
      const problem = await problemOf(path);
      expect(problem).toMatchObject({ code: 'FILE_NOT_PERMITTED' });
    } finally {
      if (superuser) process.seteuid?.(0);
    }
  });

  it('names how far it came in truncated gzip, after giving out what was whole', async () => {
    const whole = gzipSync(randomBytes(2_000_000));
    const path = fileOf('cut.gz', whole.subarray(0, 1_500_000));
    let given = 0;
    const reading = (async () => {
      for await (const part of openBytes(path)) given += part.length;
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'GZIP_TRUNCATED',
      bytesRead: 1_500_000,
      message: expect.stringContaining('1,500,000 bytes') as string,
    });
    expect(given).toBeGreaterThan(1_000_000);
  });

  it('is truncated too when nothing follows the magic bytes', async () => {
    const problem = await problemOf(fileOf('magic.gz', Buffer.from([0x1f, 0x8b])));
    expect(problem.code).toBe('GZIP_TRUNCATED');
  });

  it('is damaged when gzip finds a wrong byte or rubbish behind its end', async () => {
    const damaged = gzipSync(randomBytes(10_000));
    damaged.fill(0xff, 5_000, 5_100);
    expect(await problemOf(fileOf('damaged.gz', damaged))).toMatchObject({ code: 'GZIP_CORRUPT' });
    const behind = Buffer.concat([gzipSync('x'), Buffer.from('rubbish')]);
    expect(await problemOf(fileOf('behind.gz', behind))).toMatchObject({ code: 'GZIP_CORRUPT' });
  });
});

describe('the size of a file', () => {
  it('is there for a file only', async () => {
    expect(await sizeOf(fileOf('sized', 'abc'))).toBe(3);
    expect(await sizeOf(folder)).toBeUndefined();
    expect(await sizeOf(join(folder, 'nowhere'))).toBeUndefined();
    expect(await sizeOf('-')).toBeUndefined();
  });
});
