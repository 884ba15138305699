import { IANAZone } from 'luxon';
import type { Agreement, Calendar } from './agreement';
import type { PolicyVersion } from './policy';
import { inForceAt, type Instant, type Span } from './time';

const HOUR = 3_600_000;

/** Further than any zone is from UTC, so that one change of offset at most lies in between. */
const AROUND = 15 * HOUR;

const offsetAt = (zone: IANAZone, at: Instant): number => zone.offset(at) * 60_000;

/**
 * The first instant whose local date and time reach `wall` (a local midnight, written as if it were UTC):
 * the earlier one of a midnight that occurs twice, the end of the gap for one that does not exist.
 */
const firstInstantOf = (wall: number, zone: IANAZone): Instant => {
  const before = offsetAt(zone, wall - AROUND);
  const after = offsetAt(zone, wall + AROUND);
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (early + offsetAt(zone, early) === wall) return early;
  if (late + offsetAt(zone, late) === wall && offsetAt(zone, late) === before) return late;
  if (before > after) return late;
  let [inside, changed] = [early, late];
  while (changed - inside > 1) {
    const middle = Math.floor((inside + changed) / 2);
    if (offsetAt(zone, middle) === before) inside = middle;
    else changed = middle;
  }
  return changed;
};

/** Anchor midnights by calendar and month, counted from year 0: luxon is far too slow to be asked twice. */
const known = new Map<string, Map<number, Instant>>();

const anchorMidnight = ({ timeZone, anchorDay }: Calendar, month: number): Instant => {
  const calendar = `${timeZone} ${anchorDay}`;
  let midnights = known.get(calendar);
  if (midnights === undefined) known.set(calendar, (midnights = new Map<number, Instant>()));
  let midnight = midnights.get(month);
  if (midnight === undefined) {
    const lastDay = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
    const wall = Date.UTC(Math.floor(month / 12), month % 12, Math.min(anchorDay, lastDay));
    midnight = firstInstantOf(wall, IANAZone.create(timeZone));
    midnights.set(month, midnight);
  }
  return midnight;
};

const monthOf = ({ timeZone }: Calendar, at: Instant): number => {
  const local = new Date(at + offsetAt(IANAZone.create(timeZone), at));
  return local.getUTCFullYear() * 12 + local.getUTCMonth();
};

/** The first cycle boundary later than `at`. */
export const boundaryAfter = (calendar: Calendar, at: Instant): Instant => {
  let month = monthOf(calendar, at);
  while (anchorMidnight(calendar, month) <= at) month += 1;
  return anchorMidnight(calendar, month);
};

/**
 * The billing cycle that holds `at`: monthly from the anchor day, clamped anew each month from the original anchor
 * (31 Jan → 28 Feb → 31 Mar), at local midnight.
 */
export const cycleAt = (calendar: Calendar, at: Instant): Span => {
  let month = monthOf(calendar, at);
  while (anchorMidnight(calendar, month) > at) month -= 1;
  return { start: anchorMidnight(calendar, month), end: boundaryAfter(calendar, at) };
};

/** A cycle of an account with the policy that judges it. What lies after the account's end is a cycle too, but no statement lists it. */
export interface BillingCycle extends Span {
  readonly dueIn: Span;
  readonly policy: PolicyVersion;
  readonly listed: boolean;
}

/** The cycles of one account, in order and without gaps, from the one that holds `first`. */
export class BillingCycles {
  private readonly cycles: BillingCycle[] = [];

  constructor(
    private readonly agreement: Agreement,
    first: Instant,
  ) {
    let cycle = this.cycle(this.firstStart(first));
    while (cycle.end <= first && cycle.end !== agreement.endsAt) cycle = this.cycle(cycle.end);
    this.cycles.push(cycle.end <= first ? this.afterTheEnd(cycle.start) : cycle);
  }

  /** Where to begin to look for the cycle that holds `first`: in the first calendar, which the others follow. */
  private firstStart(first: Instant): Instant {
    const [calendar, changed] = this.agreement.calendars;
    const before = changed === undefined ? first : Math.min(first, changed.from - 1);
    return cycleAt(calendar!, before).start;
  }

  /** The `index`-th cycle, counted from 0; the last one of an account that ends goes on for ever. */
  at(index: number): BillingCycle {
    for (let last = this.cycles.at(-1)!; this.cycles.length <= index; last = this.cycles.at(-1)!) {
      this.cycles.push(
        last.end === this.agreement.endsAt ? this.afterTheEnd(last.end) : this.cycle(last.end),
      );
    }
    return this.cycles[index]!;
  }

  private cycle(start: Instant): BillingCycle {
    const end = Math.min(this.boundaryAfter(start), this.agreement.endsAt ?? Infinity);
    return {
      start,
      end,
      dueIn: { start: end, end: this.boundaryAfter(end) },
      policy: policyAt(this.agreement, start),
      listed: true,
    };
  }

  private afterTheEnd(start: Instant): BillingCycle {
    const never = { start: Infinity, end: Infinity };
    const policy = policyAt(this.agreement, start);
    return { start, end: Infinity, dueIn: never, policy, listed: false };
  }

  private boundaryAfter(at: Instant): Instant {
    return boundaryAfter(calendarAt(this.agreement, at), at);
  }
}

/** The calendar in force at `at`; an account's first calendar holds from its beginning. */
export const calendarAt = ({ calendars }: Pick<Agreement, 'calendars'>, at: Instant): Calendar =>
  inForceAt(calendars, at) ?? calendars[0]!;

/** The policy in force at `at`; an account's first policy holds from its beginning. */
export const policyAt = ({ policies }: Agreement, at: Instant): PolicyVersion =>
  inForceAt(policies, at) ?? policies[0]!;
