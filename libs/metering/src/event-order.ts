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

/** Sorts numbers that hold instant and position together where those fit into 53 bits: several times as fast as a comparison. */
const sortByInstant = (facts: Uint32Array, at: Float64Array): Uint32Array => {
  let [first, last] = [Infinity, -Infinity];
  for (const fact of facts) {
    first = Math.min(first, at[fact]!);
    last = Math.max(last, at[fact]!);
  }
  const { length } = facts;
  if ((last - first + 1) * length > Number.MAX_SAFE_INTEGER) {
    return facts.sort((one, other) => at[one]! - at[other]! || one - other);
  }
  const keys = Float64Array.from(
    facts,
    (fact, position) => (at[fact]! - first) * length + position,
  );
  return Uint32Array.from(keys.sort(), (key) => facts[key % length]!);
};
