const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The first instant a fact may name, and the first it may not (ms): the years 2000 to 2099 in UTC. */
const EARLIEST = 946_684_800_000;
const TOO_LATE = 4_102_444_800_000;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/**
 * The start of a minute of the UTC calendar in ms since the epoch, NaN when there is no such minute (Feb 30, hour 24).
 * Years 1999 to 2100 only: as far as an offset can carry an instant of the years 2000 to 2099. NaN in, NaN out.
 */
export const utcMinute = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
): number => {
  if (!(year >= 1999 && year <= 2100 && month >= 1 && month <= 12 && day >= 1)) return NaN;
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return NaN;
  const leapDay = year % 4 === 0 && year !== 2100 ? 1 : 0;
  const daysBefore = DAYS_BEFORE_MONTH[month - 1]! + (month > 2 ? leapDay : 0);
  const daysAfter = DAYS_BEFORE_MONTH[month]! + (month > 1 ? leapDay : 0);
  if (!(day <= daysAfter - daysBefore)) return NaN;
  const days = (year - 1970) * 365 + Math.floor((year - 1969) / 4) + daysBefore + day - 1;
  return days * DAY + (hour * 60 + minute) * MINUTE;
};

/** The instant itself when it lies in the years 2000 to 2099 UTC, else NaN. */
export const withinYears = (at: number): number => (at >= EARLIEST && at < TOO_LATE ? at : NaN);

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : NaN;
};

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** The milliseconds after the whole second that end before `end`; digits beyond the third are cut, no fraction is 0. */
const millisOf = (text: string, end: number): number => {
  if (end === 19) return 0;
  if (text[19] !== '.' || end === 20) return NaN;
  let millis = 0;
  for (let at = 20, unit = 100; at < end; at += 1, unit /= 10)
    millis += Math.floor(unit) * digit(text, at);
  return millis;
};

/** Where the zone begins, and its offset from UTC in minutes (NaN when it is no offset). */
const zoneOf = (text: string): { at: number; minutes: number } => {
  const last = text[text.length - 1];
  if (last === 'Z' || last === 'z') return { at: text.length - 1, minutes: 0 };
  const at = text.length - 6;
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : NaN;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  const real = text[at + 3] === ':' && hours <= 23 && minutes <= 59;
  return { at, minutes: real ? sign * (hours * 60 + minutes) : NaN };
};

/**
 * Reads an RFC 3339 date-time into milliseconds since the epoch: seconds and a zone (`Z` or ±HH:MM) are required,
 * digits beyond the millisecond are cut. NaN for anything else, for a date or time of day that does not exist
 * (a leap second included) and for an instant outside the years 2000 to 2099.
 */
export const parseInstant = (text: string): number => {
  if (text.length < 20 || text[4] !== '-' || text[7] !== '-') return NaN;
  if ((text[10] !== 'T' && text[10] !== 't') || text[13] !== ':' || text[16] !== ':') return NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const minute = utcMinute(year, month, day, twoDigits(text, 11), twoDigits(text, 14));
  const second = twoDigits(text, 17);
  if (!(second <= 59)) return NaN;
  const zone = zoneOf(text);
  if (zone.at < 19) return NaN;
  return withinYears(minute + second * SECOND + millisOf(text, zone.at) - zone.minutes * MINUTE);
};

/**
 * Writes an instant as `2026-03-02T09:00:00.000Z`.
 * @throws RangeError when `ms` is not a time a `Date` can hold.
 */
export const formatInstant = (ms: number): string => new Date(ms).toISOString();
