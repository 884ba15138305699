/** How instants, spans and amounts are written. Instants are ms; `locale` is a BCP 47 tag. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (locale: string, zone: string, options: Intl.DateTimeFormatOptions) => {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, format);
  }
  return format;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** What is left, rounded up to the second: `04:32`, `1:04:32`; never below `00:00`. */
export const countdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
};

export const timeOf = (at: number, zone: string, locale: string): string =>
  formatOf(locale, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

export const minuteOf = (at: number, zone: string, locale: string): string =>
  formatOf(locale, zone, { hour: '2-digit', minute: '2-digit' }).format(at);

export const dayOf = (at: number, zone: string, locale: string): string =>
  formatOf(locale, zone, { day: 'numeric', month: 'short' }).format(at);

export const dateOf = (at: number, zone: string, locale: string): string =>
  formatOf(locale, zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);

export const dateTimeOf = (at: number, zone: string, locale: string): string =>
  formatOf(locale, zone, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);

/** `2026-03-01`, as the API names a cycle by its start. */
export const isoDateOf = (at: number, zone: string): string =>
  formatOf('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The last local midnight before `at`: where the date was another a moment before. */
export const midnightBefore = (at: number, zone: string): number => {
  const day = isoDateOf(at, zone);
  let [before, after] = [at - 26 * HOUR, at];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isoDateOf(middle, zone) === day) after = middle;
    else before = middle;
  }
  return after;
};

/** Elapsed time in its two largest units, cut: `2 h 15 min`, `40 s`. */
export const lasting = (
  ms: number,
  units: Readonly<Record<'d' | 'h' | 'm' | 's', string>>,
): string => {
  const parts = [
    [Math.floor(ms / (24 * HOUR)), units.d],
    [Math.floor(ms / HOUR) % 24, units.h],
    [Math.floor(ms / MINUTE) % 60, units.m],
    [Math.floor(ms / SECOND) % 60, units.s],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first === -1) return `0 ${units.s}`;
  const shown = parts.slice(first, first + 2).filter(([value]) => value > 0);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ');
};

export const numberOf = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(value);

/** Seat-milliseconds as hours with two decimals. */
export const hoursOf = (seatMs: number, locale: string): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    seatMs / HOUR,
  );

/** Exact: the amount is text of decimals, and stays it. */
export const moneyOf = (
  { currency, value }: { readonly currency: string; readonly value: string },
  locale: string,
): string => {
  const digits = value.split('.')[1]?.length ?? 0;
  const options = { style: 'currency', currency, minimumFractionDigits: digits } as const;
  const format = new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: digits });
  return format.format(value as `${number}`);
};

/** A zone as people say it: `Europe/Berlin (CET)`. */
export const zoneName = (zone: string, at: number, locale: string): string => {
  const parts = formatOf(locale, zone, { timeZoneName: 'short' }).formatToParts(at);
  const short = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return short === '' || short === zone ? zone : `${zone} (${short})`;
};
