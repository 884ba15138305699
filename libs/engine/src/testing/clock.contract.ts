import type { DurationMs, Instant } from '@seatmeter/metering';
import type { Clock } from '../ports/clock';

/** A clock under test, and the hand that sets it. What is due has been called back when `set` resolves. */
export interface OpenClock {
  readonly clock: Clock;
  set(instant: Instant): Promise<void>;
  /** Lets time really pass. */
  pass(milliseconds: DurationMs): Promise<void>;
  close(): void;
}

const START = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

const later = (milliseconds: number): Instant => START + milliseconds;

/** What every clock promises. `open` gives one that reads `start`. */
export const clockContract = (name: string, open: (start: Instant) => OpenClock): void => {
  describe(`${name} keeps the promises of a clock`, () => {
    let opened: OpenClock;
    let rings: Instant[];
    const wakeAt = (at: Instant): (() => void) =>
      opened.clock.wake(at, () => rings.push(opened.clock.now()));

    beforeEach(() => {
      opened = open(START);
      rings = [];
    });
    afterEach(() => {
      opened.close();
    });

    it('reads what it was set to', async () => {
      expect(opened.clock.now()).toBe(START);
      await opened.set(later(5_000));
      expect(opened.clock.now()).toBe(later(5_000));
    });

    it('counts the time that really passed, however it was set', async () => {
      const begun = opened.clock.elapsed();
      await opened.pass(5_000);
      const passed = opened.clock.elapsed();
      expect(passed - begun).toBe(5_000);
      await opened.set(later(-DAY));
      await opened.set(later(DAY));
      const since = opened.clock.elapsed() - passed;
      expect(since).toBeGreaterThanOrEqual(0);
      expect(since).toBeLessThanOrEqual(2_000);
    });

    it('calls back at the instant and not before, once', async () => {
      wakeAt(later(10_000));
      await opened.set(later(9_999));
      expect(rings).toEqual([]);
      await opened.set(later(10_000));
      expect(rings).toHaveLength(1);
      await opened.set(later(60_000));
      expect(rings).toHaveLength(1);
    });

    it.each([START, later(-1), later(-DAY)])(
      'calls back for %d, which is reached already, and never before wake returns',
      async (at) => {
        wakeAt(at);
        expect(rings).toEqual([]);
        await opened.set(START);
        expect(rings).toHaveLength(1);
      },
    );

    it('does not call back when it was called off', async () => {
      const callOff = wakeAt(later(10_000));
      const callOffAtOnce = wakeAt(START);
      callOffAtOnce();
      await opened.set(later(5_000));
      callOff();
      await opened.set(later(60_000));
      expect(rings).toEqual([]);
    });

    it('can be called off after it called back', async () => {
      const callOff = wakeAt(later(1_000));
      await opened.set(later(2_000));
      callOff();
      expect(rings).toHaveLength(1);
    });

    it('waits longer than 2^31 milliseconds', async () => {
      wakeAt(later(40 * DAY));
      await opened.set(later(40 * DAY - 1));
      expect(rings).toEqual([]);
      await opened.set(later(40 * DAY));
      expect(rings).toHaveLength(1);
    });

    it('waits again when the clock was set back', async () => {
      wakeAt(later(10_000));
      await opened.set(later(-DAY));
      await opened.set(later(9_999));
      expect(rings).toEqual([]);
      await opened.set(later(10_000));
      expect(rings).toHaveLength(1);
    });

    it('wakes all who wait, each at its own instant, and those who are set meanwhile', async () => {
      wakeAt(later(3_000));
      wakeAt(later(1_000));
      opened.clock.wake(later(1_000), () => wakeAt(later(2_000)));
      await opened.set(later(2_000));
      await opened.set(later(2_000));
      expect(rings).toHaveLength(2);
      await opened.set(later(3_000));
      expect(rings).toHaveLength(3);
    });
  });
};
