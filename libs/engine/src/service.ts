export { ApplyContract, type ContractApplied } from './commands/apply-contract';
export { ChangeCapacity, type CapacityChange } from './commands/change-capacity';
export { CloseCycle } from './commands/close-cycle';
export type { Origin } from './commands/origin';
export type { FactOutcome, HeldReason } from './account/fact-outcome';
export { RecordSessionFacts } from './commands/record-session-facts';
export { ReleaseFromQuarantine, type Releasable } from './commands/release-from-quarantine';
export { EngineModule } from './engine.module';
export { EngineError, type EngineErrorCode } from './engine-error';
export {
  GetAccount,
  GetAccounts,
  GetOccupancy,
  GetSessions,
  type AccountView,
  type HeldSeat,
  type Page,
  type PoolOccupancy,
} from './queries/account-queries';
export { GetFact, GetQuarantine, type FactRecord, type WaitingFact } from './queries/fact-queries';
export { SessionIntake } from './runners/session-intake';
export { Standings, type StandingUpdate } from './queries/standings';
export {
  GetEvidence,
  GetStatement,
  GetStatements,
  GetStatementsAcross,
  GetTimeline,
  type Evidence,
  type TimelinePoint,
} from './queries/statement-queries';
