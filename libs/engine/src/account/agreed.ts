import {
  canonicalJson,
  formatInstant,
  parseInstant,
  type AccountContract,
} from '@seatmeter/contracts';
import {
  boundaryAfter,
  calendarAt,
  FROM_THE_BEGINNING,
  type Agreement,
  type Calendar,
  type Instant,
} from '@seatmeter/metering';
import { agreementOf, termsOf } from '../agreement-of';
import type { AgreedCalendar } from '../stream/events';

/** What is agreed with an account: its contract, `policy` as the list of all versions so far, and its calendars so far. */
export interface Agreed {
  readonly contract: AccountContract;
  readonly calendars: readonly AgreedCalendar[];
}

type Policies = AccountContract['policy'];

/** The first contract of an account holds from its beginning. */
export const firstAgreed = (contract: AccountContract): Agreed => ({
  contract,
  calendars: [{ from: null, ...calendarIn(contract) }],
});

const calendarIn = ({ timeZone, billing: { anchorDay } }: AccountContract) => ({
  timeZone,
  anchorDay,
});

const calendarsOf = ({ calendars }: Agreed): Calendar[] =>
  calendars.map(({ from, ...calendar }) => ({ ...calendar, from: from ?? FROM_THE_BEGINNING }));

/** When the cycle after the one of `now` begins. */
export const nextCycleStart = (agreed: Agreed, now: Instant): Instant => {
  return boundaryAfter(calendarAt({ calendars: calendarsOf(agreed) }, now), now);
};

/**
 * What is agreed once `contract` is stated at `now`: zone, anchor and a policy without date take effect with the next
 * cycle, the rest as it is dated. What has not begun yet gives way to what is stated now.
 */
export const restated = (agreed: Agreed, contract: AccountContract, now: Instant): Agreed => {
  const next = nextCycleStart(agreed, now);
  return {
    contract: {
      ...contract,
      policy: policiesAfter(agreed.contract.policy, contract.policy, now, next),
    },
    calendars: calendarsAfter(agreed.calendars, calendarIn(contract), now, next),
  };
};

const policiesAfter = (
  known: Policies,
  stated: Policies,
  now: Instant,
  next: Instant,
): Policies => {
  const [only, ...others] = stated;
  if (only === undefined || others.length > 0 || only.from !== undefined) return stated;
  const same = (one: Policies[number]): boolean =>
    canonicalJson(termsOf(one)) === canonicalJson(termsOf(only));
  if (same(known.at(-1)!)) return known;
  const begun = known.filter(({ from }) => from === undefined || parseInstant(from) <= now);
  if (same(begun.at(-1) ?? known[0]!)) return begun;
  return [...begun, { ...only, from: formatInstant(next) }];
};

const calendarsAfter = (
  known: readonly AgreedCalendar[],
  stated: Omit<AgreedCalendar, 'from'>,
  now: Instant,
  next: Instant,
): readonly AgreedCalendar[] => {
  const same = ({ timeZone, anchorDay }: AgreedCalendar): boolean =>
    timeZone === stated.timeZone && anchorDay === stated.anchorDay;
  if (same(known.at(-1)!)) return known;
  const begun = known.filter(({ from }) => from === null || from <= now);
  if (same(begun.at(-1)!)) return begun;
  return [...begun, { from: next, ...stated }];
};

/** The same with a pool's capacity at `seats` from `from` on, until its next step. */
export const withCapacity = (
  { contract, calendars }: Agreed,
  poolId: string,
  seats: number,
  from: Instant,
): Agreed => {
  const stays = (step: { from?: string | undefined }): boolean =>
    step.from === undefined || parseInstant(step.from) !== from;
  const pools = contract.pools.map((pool) =>
    pool.id === poolId
      ? {
          ...pool,
          capacity: [...pool.capacity.filter(stays), { seats, from: formatInstant(from) }],
        }
      : pool,
  );
  return { contract: { ...contract, pools }, calendars };
};

export const sameAgreed = (one: Agreed, other: Agreed): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** All of it, resolved. */
export const agreementOfAgreed = (agreed: Agreed): Agreement => ({
  ...agreementOf(agreed.contract),
  calendars: calendarsOf(agreed),
});
