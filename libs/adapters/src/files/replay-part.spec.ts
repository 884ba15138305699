import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutAtLines, scanRange } from './replay-part';

const folder = mkdtempSync(join(tmpdir(), 'seatmeter-part-'));
const path = join(folder, 'lines');
writeFileSync(path, 'one\ntwo\nthree\n');

describe('a stretch of a file', () => {
  it('is read line by line to its end', () => {
    const read: number[] = [];
    const part = scanRange({ path, start: 4, end: 14 }, (bytes) => read.push(bytes));
    expect([part.lines, part.rejected, read]).toEqual([2, 2, [10]]);
  });

  it('that somebody cut while it was read is refused, never taken for whole', () => {
    const scan = (): unknown => scanRange({ path, start: 4, end: 15 }, () => undefined);
    expect(scan).toThrow(
      expect.objectContaining({ code: 'FILE_SHRANK', retriable: true }) as Error,
    );
    expect(scan).toThrow('became shorter');
  });

  it('begins and ends with whole lines', () => {
    const ranges = cutAtLines(path, 14, 3);
    expect(ranges.map(({ start, end }) => [start, end])).toEqual([
      [0, 8],
      [8, 14],
    ]);
  });
});
