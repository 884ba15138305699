import { DateTime } from 'luxon';
import { CliError } from '../cli-error';
import { quote, type Complaint } from './importer';
import { zoneClock, type ZoneClock } from './local-time';

/** An instant in ms since the epoch, or what is wrong with the text. */
export type ReadTime = (text: string) => number | Complaint;

/** What a text says before the zone is known: an instant, or a wall time as ms since the epoch if its zone were UTC. */
type Reading = { readonly instant: number } | { readonly wall: number } | undefined;

const EARLIEST = Date.UTC(2000, 0);
const TOO_LATE = Date.UTC(2100, 0);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(?:(Z)|([+-])(\d\d):?(\d\d)?)?$/i;

const millisOf = (digits = ''): number => Number(digits.slice(0, 3).padEnd(3, '0'));

/** Also with a blank in place of the `T`, as databases write it, and with an offset of hours alone. */
const readIso = (text: string): Reading => {
  const found = ISO.exec(text);
  if (found === null) return undefined;
  const parts: readonly (string | undefined)[] = found.slice(1, 7);
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0));
  const wall = Date.UTC(year!, month! - 1, day, hour, minute, second, millisOf(found[7]));
  const real = new Date(wall);
  // Date.UTC carries February 30 over to March.
  if (real.getUTCDate() !== day || real.getUTCHours() !== hour || real.getUTCMonth() !== month! - 1)
    return undefined;
  if (minute! > 59 || second! > 59) return undefined;
  if (found[8] !== undefined) return { instant: wall };
  if (found[9] === undefined) return { wall };
  const offset = Number(found[10]) * 60 + Number(found[11] ?? 0);
  return { instant: wall - (found[9] === '-' ? -offset : offset) * 60_000 };
};

const readUnix = (text: string): Reading => {
  const found = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  return found === null ? undefined : { instant: Number(found[1]) * 1000 + millisOf(found[2]) };
};

const readUnixMs = (text: string): Reading =>
  /^\d{1,15}(?:\.\d+)?$/.test(text) ? { instant: Math.floor(Number(text)) } : undefined;

const unquoted = (format: string): string => format.replace(/'[^']*'/g, '');

/** Reads by luxon's tokens, in English. The time is a wall time unless the format has a token of the zone. */
const tokenReader = (format: string): ((text: string) => Reading) => {
  const parser = DateTime.buildFormatParser(format, { locale: 'en-US' });
  const hasZone = /[zZ]/.test(unquoted(format));
  return (text) => {
    const read = DateTime.fromFormatParser(text, parser, { zone: 'utc', locale: 'en-US' });
    if (!read.isValid) return undefined;
    return hasZone ? { instant: read.toMillis() } : { wall: read.toMillis() };
  };
};

const SAMPLE = DateTime.utc(2021, 11, 23, 14, 45);

/** A format that loses the year, or the half of the day, would put every line at a wrong instant. */
const checkedTokens = (format: string): ((text: string) => Reading) => {
  const todo =
    'write luxon tokens such as yyyy-MM-dd HH:mm:ss (small y and d, capital M for months, HH for 24 hours), iso, unix or unix-ms';
  const refuse = (why: string): CliError =>
    new CliError('TIME_FORMAT_WRONG', `--time-format ${quote(format)} ${why}: ${todo}`);
  if (/Y/.test(unquoted(format))) throw refuse('has a Y, which is no token');
  let back: Reading;
  let reader: (text: string) => Reading;
  try {
    reader = tokenReader(format);
    back = reader(SAMPLE.setLocale('en-US').toFormat(format));
  } catch (error) {
    throw refuse(`cannot be used (${error instanceof Error ? error.message : String(error)})`);
  }
  if (back === undefined || Object.values(back)[0] !== SAMPLE.toMillis())
    throw refuse('does not hold a whole date and time');
  return reader;
};

const WITHOUT_TOKENS: Readonly<Record<string, (text: string) => Reading>> = {
  iso: readIso,
  unix: readUnix,
  'unix-ms': readUnixMs,
};

const resolve = (reading: NonNullable<Reading>, text: string, clock: ZoneClock, zone: string) => {
  const at = 'instant' in reading ? reading.instant : clock(reading.wall);
  if (at === undefined) {
    const wrong = `the time ${quote(text)} does not exist in ${zone}: clocks went forward over it`;
    return { wrong, todo: 'check --zone; it may be UTC' };
  }
  if (at >= EARLIEST && at < TOO_LATE) return at;
  const wrong = `the time ${quote(text)} is outside the years 2000 to 2099`;
  return { wrong, todo: 'check --time-format; it may be unix or unix-ms' };
};

/**
 * Makes a reader of times. `format`: `iso`, `unix` (seconds, with or without a fraction), `unix-ms`, or luxon tokens.
 * `zone`: the IANA zone of times that name none; see {@link zoneClock} for the days when clocks change.
 * Digits beyond the millisecond are cut.
 * @throws CliError when the format cannot hold a whole date and time.
 */
export const timeReader = (format: string, zone: string): ReadTime => {
  const clock = zoneClock(zone);
  const read = WITHOUT_TOKENS[format] ?? checkedTokens(format);
  return (text) => {
    const reading = read(text);
    if (reading !== undefined) return resolve(reading, text, clock, zone);
    if (text === '') return { wrong: 'the time is empty', todo: 'correct the line' };
    const wrong = `the time ${quote(text)} does not read as ${format}`;
    return { wrong, todo: 'correct the line or --time-format' };
  };
};
