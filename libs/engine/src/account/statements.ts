import { parseInstant, type StatementJson } from '@seatmeter/contracts';
import {
  CONFLICTING_DUPLICATE,
  foldBatch,
  quarantineReason,
  type BatchFigures,
  type Instant,
  type QuarantineReason,
} from '@seatmeter/metering';
import type { HeldReason } from './fact-outcome';
import { statementsOf } from '../replay/fold';
import type { Account, ClosedCycle } from './account';

/** In place of an outcome: the fact waits for a reason that only its arrival knows. */
const HELD = 255;

/** What the facts of an account come to as of an instant, folded from the first one. */
export const figuresAsOf = (account: Account, asOf: Instant): BatchFigures => {
  const { history, agreement } = account;
  const outcomes = new Uint8Array(history.length);
  for (let fact = 0; fact < history.length; fact += 1) {
    const held = history.heldAs(fact);
    if (held === 'conflicting-duplicate') outcomes[fact] = CONFLICTING_DUPLICATE;
    else if (held !== undefined && held !== 'released') outcomes[fact] = HELD;
  }
  return foldBatch(agreement!, history, asOf, outcomes);
};

/** Why a fact waits; undefined when it does not. `outcomes` as {@link figuresAsOf} gives them. */
export const waitsFor = (
  account: Account,
  outcomes: Uint8Array,
  fact: number,
): HeldReason | undefined => {
  if (outcomes[fact] !== HELD) return quarantineReason(outcomes[fact]!);
  return account.history.heldAs(fact) as QuarantineReason;
};

/** The statements as of `asOf` as a replay would print them, whatever was closed. */
export const provisionalStatements = (account: Account, asOf: Instant): StatementJson[] => {
  const figures = figuresAsOf(account, asOf);
  const waiting: Instant[] = [];
  figures.outcomes.forEach((_, fact) => {
    const at = account.history.at[fact]!;
    if (at <= asOf && waitsFor(account, figures.outcomes, fact) !== undefined) waiting.push(at);
  });
  return statementsOf(account.agreement!, figures, asOf, Float64Array.from(waiting).sort());
};

/** The statements as of `asOf`: of a cycle that was closed, and over by then, what it was closed with. */
export const statementsAsOf = (account: Account, asOf: Instant): StatementJson[] => {
  const closed = [...account.closed.values()].filter(({ cycle }) => cycle.end <= asOf);
  const statements = provisionalStatements(account, asOf);
  if (closed.length === 0) return statements;
  return statements.map((statement) => finalOf(closed, statement) ?? statement);
};

const finalOf = (
  closed: readonly ClosedCycle[],
  { poolId, cycle }: StatementJson,
): StatementJson | undefined =>
  closed
    .find(({ cycle: { start } }) => start === parseInstant(cycle.start))
    ?.statements.find((one) => one.poolId === poolId);
