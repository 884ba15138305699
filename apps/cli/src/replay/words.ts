import { DateTime, Duration } from 'luxon';

/** An instant in the account's zone, to the second; a fraction is shown where there is one. */
export const localTime = (instant: string, zone: string): string => {
  const local = DateTime.fromISO(instant, { zone });
  return local.toFormat(
    local.millisecond === 0 ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd HH:mm:ss.SSS',
  );
};

/** The day an instant belongs to in the account's zone; with the time of day unless that is midnight. */
export const localDay = (instant: string, zone: string): string => {
  const local = DateTime.fromISO(instant, { zone });
  return local.toFormat(+local === +local.startOf('day') ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm:ss');
};

/** Elapsed milliseconds as `2 h 30 min`, exact. */
export const lasting = (ms: number): string => {
  const whole = Duration.fromMillis(ms).shiftTo('hours', 'minutes', 'seconds', 'milliseconds');
  const { hours, minutes, seconds: fullSeconds, milliseconds } = whole;
  const seconds = (fullSeconds * 1000 + milliseconds) / 1000;
  const parts = [
    [hours, 'h'],
    [minutes, 'min'],
    [seconds, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.length === 0 ? '0 s' : said.join(' ');
};

/** Seat-milliseconds as seat-hours, to the hundredth. For people; `--json` has the exact figure. */
export const seatHours = (seatMs: number): string =>
  (seatMs / 3_600_000).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

/** A text of others on one line, without what a terminal would obey: control characters as JSON escapes them. */
export const oneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
