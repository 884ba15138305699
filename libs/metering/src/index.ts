export { AccountFold, type OrderedFacts } from './account-fold';
export { type PoolFigures } from './account-meter';
export { sortByInstant } from './event-order';
export { Admission } from './admission';
export type * from './agreement';
export { boundaryAfter, calendarAt, cycleAt, policyAt } from './billing-cycle';
export type * from './fact';
export { compareUtf16, POOL_NOT_GIVEN_HERE, POOL_UNKNOWN_HERE, type FactBatch } from './fact-batch';
export type * from './figures';
export { Grace } from './grace';
export { foldBatch, meterBatch, type BatchFigures } from './meter-batch';
export {
  batchOf,
  KINDS,
  meterAccount,
  sameContent,
  type AccountFigures,
  type Quarantined,
} from './meter-account';
export { Names } from './names';
export * from './outcome';
export { PoolMeter, type PoolMoment } from './pool-meter';
export * from './policy';
export { ENDED, RENEWED, STARTED, type OpenSession } from './session-table';
export type { Standing } from './standing';
export * from './time';
