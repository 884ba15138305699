import type { FactBatch } from './fact-batch';
import { CONFLICTING_DUPLICATE, DUPLICATE } from './outcome';

/**
 * Marks in `outcomes`, in order of arrival, every fact whose identity came before: DUPLICATE with a content that came
 * before, CONFLICTING_DUPLICATE with another. The content that came first is the fact.
 */
export const judgeArrivals = (batch: FactBatch, outcomes: Uint8Array): void => {
  const { length, hash } = batch;
  const mask = (1 << (33 - Math.clz32(length))) - 1;
  const slots = new Int32Array(mask + 1);
  for (let fact = 0; fact < length; fact += 1) {
    const own = hash[fact]!;
    let slot = own & mask;
    for (let other = slots[slot]! - 1; other >= 0; other = slots[slot]! - 1) {
      if (hash[other] === own && batch.sameIdentity(fact, other)) {
        if (batch.sameContent(fact, other)) {
          outcomes[fact] = DUPLICATE;
          break;
        }
        outcomes[fact] = CONFLICTING_DUPLICATE;
      }
      slot = (slot + 1) & mask;
    }
    if (outcomes[fact] !== DUPLICATE) slots[slot] = fact + 1;
  }
};
