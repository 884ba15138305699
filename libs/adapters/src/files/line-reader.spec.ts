import { LINE_LIMIT, readLines, type Line } from './line-reader';

const chunks = async function* (...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
};

const linesOf = async (bytes: AsyncIterable<Uint8Array>, limit?: number): Promise<Line[]> => {
  const lines: Line[] = [];
  for await (const batch of readLines(bytes, limit)) lines.push(...batch);
  return lines;
};

const texts = async (...parts: string[]): Promise<(string | null)[]> =>
  (await linesOf(chunks(...parts))).map((line) => (line.type === 'text' ? line.text : null));

describe('the lines of a text', () => {
  it('are numbered from 1, empty ones too', async () => {
    expect(await linesOf(chunks('a\n\nb\n'))).toEqual([
      { type: 'text', number: 1, text: 'a' },
      { type: 'text', number: 2, text: '' },
      { type: 'text', number: 3, text: 'b' },
    ]);
  });

  it('are the same however the bytes are cut', async () => {
    const text = Buffer.from('\ufeffé1\r\n\r\n–🎧\nlast');
    const whole = await linesOf(chunks(text));
    expect(whole.map((line) => line.type === 'text' && line.text)).toEqual([
      'é1',
      '',
      '–🎧',
      'last',
    ]);
    for (let size = 1; size < text.length; size += 1) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < text.length; at += size) parts.push(text.subarray(at, at + size));
      expect(await linesOf(chunks(...parts))).toEqual(whole);
    }
  });

  it('end with LF or CRLF, and a carriage return elsewhere belongs to the line', async () => {
    expect(await texts('a\r\nb\rc\n', 'd\r', '\n')).toEqual(['a', 'b\rc', 'd']);
  });

  it('are none of an empty text', async () => {
    expect(await texts()).toEqual([]);
    expect(await texts('')).toEqual([]);
  });

  it('drop a byte order mark at the beginning only', async () => {
    expect(await texts('\ufeffa\n\ufeffb')).toEqual(['a', '\ufeffb']);
  });

  it('without UTF-8 have no text, and the lines around them do', async () => {
    const latin1 = Buffer.from('Jos\xe9', 'latin1');
    expect(await linesOf(chunks('a\n', latin1, '\nb'))).toEqual([
      { type: 'text', number: 1, text: 'a' },
      { type: 'not-utf8', number: 2, bytes: 4 },
      { type: 'text', number: 3, text: 'b' },
    ]);
  });
});

describe('a long line', () => {
  it('is read at the limit and refused one byte above it, with either line end', async () => {
    for (const end of ['\n', '\r\n', '']) {
      const [fits] = await linesOf(chunks('x'.repeat(8), end), 8);
      expect(fits).toEqual({ type: 'text', number: 1, text: 'xxxxxxxx' });
      const [longer] = await linesOf(chunks('x'.repeat(9), end), 8);
      expect(longer).toMatchObject({ type: 'too-long', number: 1, limit: 8 });
    }
  });

  it('counts bytes, not characters', async () => {
    expect(await linesOf(chunks('éééé'), 8)).toMatchObject([{ type: 'text' }]);
    expect(await linesOf(chunks('ééééé'), 8)).toMatchObject([{ type: 'too-long', bytes: 10 }]);
  });

  it('of 100 MiB is one refusal in constant memory, and the next line is read', async () => {
    const mebibyte = Buffer.alloc(1024 * 1024, 'x');
    const huge = async function* (): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 100; count += 1) yield mebibyte;
      yield* chunks('\nafter\n');
    };
    const before = process.memoryUsage.rss();
    const lines = await linesOf(huge());
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
    expect(lines).toEqual([
      { type: 'too-long', number: 1, bytes: 100 * 1024 * 1024, limit: LINE_LIMIT },
      { type: 'text', number: 2, text: 'after' },
    ]);
  });
});
