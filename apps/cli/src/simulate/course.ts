import type { Instant } from '@seatmeter/metering';
import { zoneClock, type ZoneClock } from '../import/local-time';
import type { Centre } from './centre';
import { Diary } from './diary';
import { FactColumns } from './fact-columns';
import type { Shares } from './shares';
import { ShiftWorker, type Shift } from './shift';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHIFT = 8 * HOUR;

/** Facts, and their rows in order of sending. */
export interface Sent {
  readonly facts: FactColumns;
  readonly order: Uint32Array;
}

/** What is sent before `until`, in order of sending, and what is left for later. */
const cut = (facts: FactColumns, until: Instant): { sent: Sent; rest: FactColumns } => {
  const rest = new FactColumns();
  const keys = new Float64Array(facts.length);
  let count = 0;
  // Numbers are sorted some ten times as fast as rows by a comparison: milliseconds, and behind them the row (2^25 at most).
  for (let row = 0; row < facts.length; row += 1) {
    const sentAt = facts.sentAt[row]!;
    if (sentAt >= until) rest.copy(facts, row);
    else keys[count++] = (sentAt - until + ROOM) * ROWS + row;
  }
  const order = new Uint32Array(count);
  keys
    .subarray(0, count)
    .sort()
    .forEach((key, at) => (order[at] = key % ROWS));
  return { sent: { facts, order }, rest };
};

/** What was to be sent in the days before has been cut off. */
const ROOM = DAY;
const ROWS = 2 ** 25;

/** `wall`: ms of the zone's clocks. In the hour that summer time leaves out: an hour later. */
const instantOf = (clock: ZoneClock, wall: number): Instant => clock(wall) ?? clock(wall + HOUR)!;

const shiftOf = (clock: ZoneClock, start: number): Shift => ({
  start: instantOf(clock, start),
  end: instantOf(clock, start + SHIFT),
});

/**
 * The course of a centre from a local day on, for so many days: a UTC day at a time, what is sent in it. Each account begins
 * with its own midnight; shifts of the last day go on to their end. `firstDay`: its number since 1 January 1970.
 */
export function* courseOf(
  centre: Centre,
  shares: Shares,
  firstDay: number,
  days: number,
): Generator<Sent, void> {
  const diary = new Diary(centre, shares);
  const worker = new ShiftWorker(centre, shares, diary);
  const clocks = centre.accounts.map(({ place }) => zoneClock(place.zone));
  const work = (day: number): void => {
    centre.accounts.forEach(({ teams }, account) => {
      for (const { shifts, firstAgent, agents } of teams) {
        const today = shifts.map((start) => shiftOf(clocks[account]!, day * DAY + start * MINUTE));
        for (let nth = 0; nth < agents; nth += 1) worker.work(firstAgent + nth, day, today);
      }
    });
  };
  // East of Greenwich a day begins in the UTC day before.
  for (let day = firstDay; day < firstDay + days || diary.facts.length > 0; day += 1) {
    if (day < firstDay + days) work(day);
    const { sent, rest } = cut(diary.facts, day * DAY);
    diary.facts = rest;
    if (sent.order.length > 0) yield sent;
  }
}
