export { pseudonymOf } from './account/pseudonyms';
export { agreementOf, termsOf } from './agreement-of';
export { FactLogWriter, type FactLog } from './replay/fact-log';
export type { Finding } from './replay/findings';
export { foldAccounts, type Counts, type FoldedAccounts } from './replay/fold';
export { JoinedLogs } from './replay/joined-logs';
export { defaultAsOf, joinShares, shareAccounts, type Replayed } from './replay/replay';
export { statementOf } from './statement';
export { Clock } from './ports/clock';
export {
  EventStore,
  StoreFailed,
  StreamMoved,
  type Append,
  type Position,
  type StoredAppend,
} from './ports/event-store';
export { People, type Person } from './ports/people';
export { SnapshotStore } from './ports/snapshot-store';
