import type { FactBatch } from './fact-batch';
import type { Instant } from './time';

/** The facts whose outcome is still 0, by event time; facts of one instant in order of arrival. */
export const byEventTime = ({ at, length }: FactBatch, outcomes: Uint8Array): Uint32Array => {
  const order = new Uint32Array(length);
  let count = 0;
  let last: Instant = -Infinity;
  let sorted = true;
  for (let fact = 0; fact < length; fact += 1) {
    if (outcomes[fact] !== 0) continue;
    order[count] = fact;
    count += 1;
    if (at[fact]! < last) sorted = false;
    last = at[fact]!;
  }
  const facts = order.subarray(0, count);
  return sorted ? facts : sortByInstant(facts, at);
};

/** Values of a digit: 11 bits, so that the whole milliseconds of a month have three of them and a century's four. */
const DIGITS = 2048;

/** Sorts many by the digits of their instants, from the last one on: no fact is compared with another, and a pass keeps the order of equals. @returns `facts` or another; both may be written to. */
export const sortByInstant = (facts: Uint32Array, at: Float64Array): Uint32Array => {
  if (facts.length < DIGITS) return facts.sort((one, other) => at[one]! - at[other]!);
  let [first, last] = [Infinity, -Infinity];
  for (const fact of facts) {
    first = Math.min(first, at[fact]!);
    last = Math.max(last, at[fact]!);
  }
  let from: Uint32Array = facts;
  let to: Uint32Array = new Uint32Array(facts.length);
  for (let worth = 1; worth <= last - first; worth *= DIGITS) {
    const next = new Uint32Array(DIGITS + 1);
    for (const fact of from) next[(((at[fact]! - first) / worth) & (DIGITS - 1)) + 1]! += 1;
    for (let digit = 0; digit < DIGITS; digit += 1) next[digit + 1]! += next[digit]!;
    for (const fact of from) {
      const digit = ((at[fact]! - first) / worth) & (DIGITS - 1);
      to[next[digit]!] = fact;
      next[digit]! += 1;
    }
    [from, to] = [to, from];
  }
  return from;
};
