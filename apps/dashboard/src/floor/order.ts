import type { StandingUpdateJson } from '@seatmeter/service/answers';

export type Update = StandingUpdateJson;
export type Phase = Update['standing']['phase'];

/** When the figure rises next if nothing changes, in ms. */
export const billableAt = ({ standing }: Update): number | undefined =>
  standing.phase === 'within' || standing.billableAt === undefined
    ? undefined
    : Date.parse(standing.billableAt);

const rank = (update: Update): number => {
  const { standing } = update;
  if (billableAt(update) !== undefined) return 0;
  if (standing.phase === 'overage') return 1;
  if (standing.phase === 'grace') return 2;
  return standing.seatsFree === 0 ? 3 : 4;
};

/** Trouble first: what is billed soonest, then what is over, then what is full; then by account and pool. */
export const compareTrouble = (one: Update, other: Update): number =>
  rank(one) - rank(other) ||
  (billableAt(one) ?? 0) - (billableAt(other) ?? 0) ||
  one.accountId.localeCompare(other.accountId) ||
  one.poolId.localeCompare(other.poolId);

export interface Totals {
  readonly used: number;
  readonly capacity: number;
  readonly within: number;
  readonly grace: number;
  readonly overage: number;
  /** The pool whose figure rises next. */
  readonly next: Update | undefined;
}

export const totalsOf = (updates: readonly Update[]): Totals => {
  const count = (phase: Phase): number =>
    updates.filter(({ standing }) => standing.phase === phase).length;
  const first = [...updates].sort(compareTrouble)[0];
  return {
    used: updates.reduce((sum, { seatsUsed }) => sum + seatsUsed, 0),
    capacity: updates.reduce((sum, { capacity }) => sum + capacity, 0),
    within: count('within'),
    grace: count('grace'),
    overage: count('overage'),
    next: first !== undefined && billableAt(first) !== undefined ? first : undefined,
  };
};
