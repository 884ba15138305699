export { amountOf, totalsOf, type Amount } from './amount';
export {
  contentModeOf,
  fromHttpBinary,
  fromKafkaBinary,
  type MessageHeaders,
  type StructuredEvent,
  type Unreadable,
} from './cloudevents-binary';
export { durationMs } from './contract-fields';
export { describeProblem, readContract, type ContractProblem } from './contract-file';
export {
  AccountContract,
  ContractFile,
  PolicyTermsContract,
  PoolContract,
  ProductContract,
  UserContract,
} from './contract-schema';
export { canonicalJson, digestOf, sha256Of } from './digest';
export { formatInstant, parseInstant } from './instant';
export { jsonSchemas } from './json-schemas';
export { ScannedFact } from './scanner/scanned-fact';
export { SessionFactScanner, type FactSink } from './scanner/scanner';
export { decodeSlot, sameBytes } from './scanner/string-slot';
export { SessionFactEvent } from './session-fact-schema';
export {
  LONGEST_ID,
  LONGEST_LEASE,
  NAME,
  NAME_PATTERN,
  readSessionFact,
  type Rejection,
  type SessionFact,
} from './session-fact';
export { ReplayOutput, StatementJson } from './statement-schema';
