import { PassThrough } from 'node:stream';
import { startProgress, type Progress } from './progress';

const CLEAR = '\r\u001b[K';

const terminal = (isTTY: boolean): PassThrough & { isTTY: boolean } =>
  Object.assign(new PassThrough(), { isTTY });

const drawn = (
  total: number | undefined,
  use: (progress: Progress, tick: (ms: number) => void) => void,
): string[] => {
  let now = 5_000;
  const stderr = terminal(true);
  use(
    startProgress(stderr, 'reading', total, () => now),
    (ms) => (now += ms),
  );
  return String(stderr.read() ?? '').split(CLEAR);
};

describe('progress', () => {
  it('is part done, rate and time left', () => {
    const lines = drawn(100e6, (progress, tick) => {
      tick(2000);
      progress.update(25e6);
      tick(2000);
      progress.update(80e6);
    });
    expect(lines).toEqual([
      '',
      'reading  25 %  12.5 MB/s  0:06 left',
      'reading  80 %  20.0 MB/s  0:01 left',
    ]);
  });

  it('without a total is what was done, and its rate', () => {
    const lines = drawn(undefined, (progress, tick) => {
      tick(1000);
      progress.update(3e6);
    });
    expect(lines).toEqual(['', 'reading  3.0 MB  3.0 MB/s']);
  });

  it('never passes 100 %, as of a file that grows', () => {
    const lines = drawn(1e6, (progress, tick) => {
      tick(1000);
      progress.update(2e6);
    });
    expect(lines[1]).toBe('reading  100 %  2.0 MB/s  0:00 left');
  });

  it('is drawn ten times a second at most', () => {
    const lines = drawn(100e6, (progress, tick) => {
      for (let count = 0; count < 1000; count += 1) {
        tick(1);
        progress.update(count);
      }
    });
    expect(lines.length - 1).toBe(10);
  });

  it('is cleared at the end, once, and not drawn again', () => {
    const lines = drawn(100, (progress, tick) => {
      tick(1000);
      progress.update(1);
      progress.finish();
      progress.finish();
      tick(1000);
      progress.update(2);
    });
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toBe('');
  });

  it('shows nothing of a short reading, nor where stderr is no terminal', () => {
    expect(
      drawn(100, (progress) => {
        progress.finish();
      }),
    ).toEqual(['']);
    const stderr = terminal(false);
    const progress = startProgress(stderr, 'reading', 100, () => Infinity);
    progress.update(1);
    progress.finish();
    expect(stderr.read()).toBeNull();
  });
});
