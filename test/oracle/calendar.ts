import type { Agreement, Calendar, Instant, Span } from '@seatmeter/metering';
import { inForce } from './intervals';

const MINUTE = 60_000;
/** Every zone's offset since 2000 is a whole number of these, so a midnight is never between two of them. */
const QUARTER = 15 * MINUTE;
/** No zone is further ahead of UTC than 14 hours. */
const FURTHEST_AHEAD = 60 * QUARTER;

const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  clocks.set(timeZone, clock);
  return clock;
};

/** The minute a clock on the zone's wall shows at an instant, as a number that orders like the display. */
const wallClock = (timeZone: string, at: Instant): number => {
  const shown = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(
    shown.get('year')!,
    shown.get('month')! - 1,
    shown.get('day'),
    shown.get('hour'),
    shown.get('minute'),
  );
};

const midnights = new Map<string, Instant>();

/** The first instant at which the wall clock shows that midnight or anything later. `month` counts from 0. */
export const firstInstantOfDay = (
  timeZone: string,
  year: number,
  month: number,
  day: number,
): Instant => {
  const key = [timeZone, year, month, day].join(' ');
  const known = midnights.get(key);
  if (known !== undefined) return known;
  const midnight = Date.UTC(year, month, day);
  let at = midnight - FURTHEST_AHEAD;
  while (wallClock(timeZone, at) < midnight) at += QUARTER;
  at -= QUARTER;
  while (wallClock(timeZone, at) < midnight) at += MINUTE;
  midnights.set(key, at);
  return at;
};

/** The cycle boundaries of the months around an instant, in order. */
const boundariesAround = ({ timeZone, anchorDay }: Calendar, at: Instant): Instant[] => {
  const date = new Date(at);
  return [-2, -1, 0, 1, 2].map((offset) => {
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset + 1, 0));
    return firstInstantOfDay(
      timeZone,
      lastDay.getUTCFullYear(),
      lastDay.getUTCMonth(),
      Math.min(anchorDay, lastDay.getUTCDate()),
    );
  });
};

const boundaryAfter = (calendar: Calendar, at: Instant): Instant =>
  boundariesAround(calendar, at).find((boundary) => boundary > at)!;

/** The calendar's cycle that holds an instant. */
export const cycleHolding = (calendar: Calendar, at: Instant): Span => ({
  start: boundariesAround(calendar, at).findLast((boundary) => boundary <= at)!,
  end: boundaryAfter(calendar, at),
});

/** The cycle that starts at an instant which is a cycle's start already. */
const cycleFrom = (agreement: Agreement, start: Instant): Span => ({
  start,
  end: boundaryAfter(inForce(agreement.calendars, start), start),
});

export interface BillingCycle {
  readonly cycle: Span;
  readonly dueIn: Span;
}

/**
 * Every cycle that starts before `asOf`, from the one that holds the account's beginning.
 * @param earliestFact of those the contract admits; undefined when there is none.
 */
export const cyclesOf = (
  agreement: Agreement,
  earliestFact: Instant | undefined,
  asOf: Instant,
): BillingCycle[] => {
  const beginning = Math.min(agreement.startsAt ?? Infinity, earliestFact ?? Infinity);
  const last = agreement.endsAt ?? Infinity;
  if (beginning === Infinity || beginning >= last) return [];
  const cycles: BillingCycle[] = [];
  const changed = agreement.calendars[1]?.from ?? Infinity;
  let { start } = cycleHolding(agreement.calendars[0]!, Math.min(beginning, changed - 1));
  while (start < asOf && start < last) {
    const end = Math.min(cycleFrom(agreement, start).end, last);
    if (end > beginning) cycles.push({ cycle: { start, end }, dueIn: cycleFrom(agreement, end) });
    start = end;
  }
  return cycles;
};
