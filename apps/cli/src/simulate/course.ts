import type { Instant } from '@seatmeter/metering';
import { soonestAt, zoneClock, type ZoneClock } from '../import/local-time';
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

/** When shifts are, by zone and by when they begin: the same for all teams of a place. */
class Roster {
  private readonly clocks = new Map<string, ZoneClock>();
  private readonly known = new Map<string, Shift>();

  /** The shift of a local day, by its number, that begins so many minutes after midnight. */
  shift(zone: string, day: number, minutes: number): Shift {
    const name = `${zone} ${day} ${minutes}`;
    let shift = this.known.get(name);
    if (shift === undefined) {
      const clock = this.clockOf(zone);
      const wall = day * DAY + minutes * MINUTE;
      shift = { start: soonestAt(clock, wall), end: soonestAt(clock, wall + SHIFT) };
      this.known.set(name, shift);
    }
    return shift;
  }

  private clockOf(zone: string): ZoneClock {
    const clock = this.clocks.get(zone) ?? zoneClock(zone);
    this.clocks.set(zone, clock);
    return clock;
  }
}

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
  const roster = new Roster();
  const work = (day: number): void => {
    for (const { teams, place } of centre.accounts)
      for (const { shifts, firstAgent, agents } of teams) {
        const today = shifts.map((minutes) => roster.shift(place.zone, day, minutes));
        for (let nth = 0; nth < agents; nth += 1) worker.work(firstAgent + nth, day, today);
      }
  };
  // East of Greenwich a day begins in the UTC day before.
  for (let day = firstDay; day < firstDay + days || diary.facts.length > 0; day += 1) {
    if (day < firstDay + days) work(day);
    const { sent, rest } = cut(diary.facts, day * DAY);
    diary.facts = rest;
    if (sent.order.length > 0) yield sent;
  }
}
