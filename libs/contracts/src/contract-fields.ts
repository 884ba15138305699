import { closest } from 'fastest-levenshtein';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { NAME_PATTERN } from './session-fact';
import { INSTANT_PATTERN, isInstant, isShort } from './session-fact-schema';

/** A value as a person would recognise it in the file, cut to 60 characters. */
export const show = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === null) return 'empty (null)';
  if (typeof value === 'number') return `${value}`;
  if (typeof value !== 'string') return JSON.stringify(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
};

/** The candidate that looks most like `word`. */
export const nearest = (word: string, candidates: readonly string[]): string =>
  closest(word.slice(0, 100), candidates);

type Advice = (found: unknown) => string | undefined;
interface Wording {
  error: (issue: { readonly input?: unknown }) => string;
}

/** The sentence after a place: what is there, what must be there, and how to write it when `advice` knows. */
export const wanted = (what: string, advice: Advice = () => undefined): Wording => ({
  error: ({ input }) => {
    if (input === undefined) return `is missing; write ${what}`;
    const how = advice(input);
    return `is ${show(input)}; it must be ${what}${how === undefined ? '' : `: ${how}`}`;
  },
});

const inQuotes: Advice = (found) =>
  typeof found === 'number' || typeof found === 'boolean'
    ? `write it in quotes, "${found}"`
    : undefined;

const withoutQuotes: Advice = (found) =>
  typeof found === 'string' && /^\d+$/.test(found)
    ? `write ${found} without the quotes`
    : undefined;

/** A string of a pattern; `what` describes it to people. */
export const text = (pattern: RegExp, what: string, advice: Advice = inQuotes): z.ZodString => {
  const wording = wanted(what, advice);
  return z.string(wording).regex(pattern, { ...wording, abort: true });
};

/** A whole number, inclusive at both ends. */
export const whole = (
  what: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): z.ZodNumberFormat => {
  const wording = wanted(what, withoutQuotes);
  return z.int(wording).min(least, wording).max(most, wording);
};

/** One of some words; the message names all of them and the nearest. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodEnum<{ [Word in Words[number]]: Word }> => {
  const quoted = words.map((word) => `"${word}"`);
  const what =
    words.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
  const wording = wanted(what, (found) =>
    typeof found === 'string' ? `the nearest is "${nearest(found, words)}"` : undefined,
  );
  return z.enum(words, wording);
};

/** An object that knows its keys: each other one gets a line of the message, with the nearest key it could be. */
export const strict = <Shape extends z.ZodRawShape>(
  what: string,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> => {
  const known = Object.keys(shape);
  const notAnObject = wanted(what).error;
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, known)).join('\n')
        : notAnObject(issue),
  });
};

const unknownKey = (key: string, known: readonly string[]): string =>
  `is an unknown key; the nearest known one is "${nearest(key, known)}" (known here: ${known.join(', ')})`;

/** A list; `what` describes it with its entries. */
export const list = <Entry extends z.ZodType>(entry: Entry, what: string): z.ZodArray<Entry> =>
  z.array(
    entry,
    wanted(what, (found) =>
      typeof found === 'object' && found !== null
        ? 'put the object into a list, [ … ] or "- …"'
        : undefined,
    ),
  );

/** An account's or pool's id, or another word of the same alphabet. */
export const name = text(
  NAME_PATTERN,
  'an id of 1 to 200 letters, digits, ".", "_", "~" or "-" that begins with a letter or digit',
);

const ANY_ID = wanted('an id of 1 to 200 characters', inQuotes);
/** A user's id: any string of 1 to 200 UTF-16 code units. */
export const userId = z.string(ANY_ID).min(1, ANY_ID).max(200, ANY_ID).refine(isShort, ANY_ID);

const completed: Advice = (found) => {
  const inUtc = [`${String(found)}T00:00:00Z`, `${String(found)}Z`].find(isInstant);
  return inUtc === undefined ? undefined : `write "${inUtc}" for UTC, or give your offset`;
};
const INSTANT =
  'an instant of the years 2000 to 2099 with seconds and a zone, like "2026-03-01T00:00:00Z"';

/** An RFC 3339 instant, kept as it is written. */
export const instant = text(INSTANT_PATTERN, INSTANT, completed)
  .refine(isInstant, { ...wanted(INSTANT, completed), abort: true })
  .meta({ format: 'date-time' });

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const ZONE = wanted('the IANA name of a time zone, like "America/New_York"', (found) =>
  typeof found === 'string' ? `the nearest is "${nearest(found, zones)}"` : undefined,
);

/** A time zone this installation knows by an IANA name; a bare offset is none, for it knows no daylight saving. */
export const timeZone = z
  .string(ZONE)
  .refine((zone) => /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone), ZONE);

const DURATION_PATTERN =
  /^P(?=\d|T\d)(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,10}(?:\.\d{1,3})?)S)?)?$/;
const LONGEST_DURATION = 36_525 * 86_400_000;

/** Elapsed milliseconds of an ISO 8601 duration of weeks, days (24 h), hours, minutes and seconds; NaN for anything else. */
export const durationMs = (duration: string): number => {
  const parts = DURATION_PATTERN.exec(duration);
  if (parts === null) return NaN;
  const [weeks, days, hours, minutes] = parts.slice(1, 5).map((digits) => Number(digits || 0));
  const seconds = Math.round(Number(parts[5] ?? 0) * 1000);
  return (((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60_000 + seconds;
};

/** A duration of `least` milliseconds to 100 years, kept as it is written. Months and years are no elapsed time. */
export const duration = (least: 0 | 1): z.ZodString => {
  const kind = least === 0 ? 'a duration' : 'a duration longer than 0';
  const what = `${kind} of weeks, days, hours, minutes or seconds, like "PT30M", "PT72H" or "P35D"`;
  const advice: Advice = (found) =>
    typeof found === 'string' && /^P\d*[YM\d]/.test(found)
      ? 'months and years differ in length; count days'
      : undefined;
  const wording = wanted(what, advice);
  return text(DURATION_PATTERN, what, advice).refine(
    (written) => durationMs(written) >= least && durationMs(written) <= LONGEST_DURATION,
    wording,
  );
};

/** Money as a decimal string, not negative. */
export const money = text(
  /^(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/,
  'an amount of money as a decimal in quotes, like "45.00"',
  (found) => {
    if (typeof found !== 'number' || !(found >= 0)) return undefined;
    const decimals = String(found).split('.')[1]?.length ?? 0;
    return `write "${decimals > 2 ? String(found) : found.toFixed(2)}" in quotes`;
  },
);

/** An ISO 4217 code. */
export const currency = text(
  /^[A-Z]{3}$/,
  'a currency of three capital letters, like "USD"',
  (found) =>
    typeof found === 'string' && /^[a-z]{3}$/i.test(found)
      ? `write "${found.toUpperCase()}"`
      : undefined,
);
