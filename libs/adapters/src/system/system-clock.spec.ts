import type { Instant } from '@seatmeter/metering';
import { clockContract, type OpenClock } from '../../../engine/src/testing/clock.contract';
import { ManualClock } from '../../../engine/src/testing/manual-clock';
import { SystemClock } from './system-clock';

/** The clock on the wall is set, and as much time passes as a clock needs at most to notice. */
const openSystemClock = (start: Instant): OpenClock => {
  jest.useFakeTimers({ now: start });
  return {
    clock: new SystemClock(),
    set: async (instant) => {
      jest.setSystemTime(instant - 1_000);
      await jest.advanceTimersByTimeAsync(1_000);
    },
    pass: (milliseconds) => jest.advanceTimersByTimeAsync(milliseconds),
    close: () => jest.useRealTimers(),
  };
};

clockContract('SystemClock', openSystemClock);

clockContract('ManualClock', (start) => {
  const clock = new ManualClock(start);
  return {
    clock,
    set: (instant) => clock.set(instant),
    pass: (milliseconds) => clock.advance(milliseconds),
    close: () => undefined,
  };
});

describe('SystemClock', () => {
  const start = Date.UTC(2026, 2, 2, 9);
  afterEach(() => jest.useRealTimers());

  it('calls back on the millisecond while nobody sets the clock', async () => {
    jest.useFakeTimers({ now: start });
    const rings: number[] = [];
    const clock = new SystemClock();
    clock.wake(start + 2_500, () => rings.push(clock.now() - start));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(rings).toEqual([2_500]);
  });

  it('notices within a second that the clock was set forward', async () => {
    jest.useFakeTimers({ now: start });
    let rang = false;
    new SystemClock().wake(start + 3_600_000, () => (rang = true));
    await jest.advanceTimersByTimeAsync(1_500);
    jest.setSystemTime(start + 7_200_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(rang).toBe(true);
  });

  it('holds nothing that keeps the process alive', () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const callOff = new SystemClock().wake(Date.now() + 3_600_000, () => undefined);
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    callOff();
    expect(after).toBe(before);
  });
});
