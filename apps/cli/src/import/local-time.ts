import { IANAZone } from 'luxon';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The instant (ms since the epoch) at which clocks of the zone show a wall time. */
export type ZoneClock = (wall: number) => number | undefined;

/**
 * Turns wall times into instants. A wall time is written as the instant at which clocks in UTC would show it.
 * A time that clocks show twice, in the hour when summer time ends, is the earlier of the two; one that they never show,
 * in the hour when it begins, is none: undefined.
 */
export const zoneClock = (zoneName: string): ZoneClock => {
  const zone = IANAZone.create(zoneName);
  const offsetAt = (at: number): number => zone.offset(at) * MINUTE;
  const offsetOf = (wall: number): number | undefined => {
    // No zone changes twice within two days, so these are all offsets that can be in force.
    const candidates = [offsetAt(wall - DAY), offsetAt(wall + DAY)].sort((a, b) => b - a);
    return candidates.find((offset) => offsetAt(wall - offset) === offset);
  };
  // Logs go on minute by minute and offsets change at whole minutes: the last one is nearly always the one wanted.
  let lastMinute = NaN;
  let lastOffset: number | undefined;
  return (wall) => {
    const minute = Math.floor(wall / MINUTE);
    if (minute !== lastMinute) {
      lastMinute = minute;
      lastOffset = offsetOf(minute * MINUTE);
    }
    return lastOffset === undefined ? undefined : wall - lastOffset;
  };
};

/** The same of any wall time: of one that clocks never show it is that of an hour later. */
export const soonestAt = (clock: ZoneClock, wall: number): number =>
  clock(wall) ?? clock(wall + HOUR)!;
