import { setTimeout } from 'node:timers/promises';
import type { Instant } from '@seatmeter/metering';
import type { Batch, Outbox } from './outbox';

/** `max`: as fast as it goes; 1: each fact at its own time, what is past at once; else so many times as fast as real time. */
export type Speed = 'max' | number;

const LONGEST_SLEEP = 60_000;

/** The instant that the course has reached by now. `from`: where one that is not in real time begins. */
const clockOf = (speed: Speed, from: Instant): (() => Instant) => {
  if (speed === 'max') return () => Infinity;
  if (speed === 1) return () => Date.now();
  const began = performance.now();
  return () => from + (performance.now() - began) * speed;
};

/** Hands out what is to be sent, when it is to be sent. @throws AbortError when stopped. */
export async function* paced(
  outbox: Outbox,
  speed: Speed,
  stop?: AbortSignal,
): AsyncGenerator<Batch, void> {
  const first = outbox.next();
  if (first === undefined) return;
  const clock = clockOf(speed, first);
  for (let next = outbox.next(); next !== undefined; next = outbox.next()) {
    const now = clock();
    if (next <= now) {
      yield outbox.take(now);
    } else {
      const wait = (next - now) / (speed === 'max' ? 1 : speed);
      const signal = stop === undefined ? {} : { signal: stop };
      await setTimeout(Math.ceil(Math.min(wait, LONGEST_SLEEP)), undefined, signal);
    }
  }
}
