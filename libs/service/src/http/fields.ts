import { NAME, NAME_PATTERN, parseInstant } from '@seatmeter/contracts';
import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { PAGE } from './limits';

const LONGEST_SHOWN = 60;
const LONGEST_CURSOR = 2000;
const LONGEST_ID = 200;

const show = (value: unknown): string => {
  if (Array.isArray(value)) return 'given several times';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
};

interface Wording {
  error: (issue: { readonly input?: unknown }) => string;
}

/** The sentence after a name: what it must be, and what it is. `hint` says how to mend it when it knows. */
export const must = (
  what: string,
  hint: (found: unknown) => string | undefined = () => undefined,
): Wording => ({
  error: ({ input }) => {
    if (input === undefined) return `is missing; it must be ${what}`;
    const how = hint(input);
    return `must be ${what}; it is ${show(input)}${how === undefined ? '' : `: ${how}`}`;
  },
});

/** An object that knows its keys; each other one is named with the nearest it could be. */
export const keys = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> => {
  const known = Object.keys(shape);
  const unknown = (key: string): string =>
    known.length === 0
      ? `"${key}" is unknown; nothing can be given here`
      : `"${key}" is unknown; the nearest known is "${closest(key.slice(0, 100), known)}" (known here: ${known.join(', ')})`;
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(unknown).join('; ')
        : `must be an object of ${known.join(', ')}`,
  });
};

const named = must(NAME);
/** An account's or a pool's id. */
export const name = z.string(named).regex(NAME_PATTERN, named);

const shortId = must(`1 to ${LONGEST_ID} characters`);
/** A fact's source or id. */
export const anyId = z.string(shortId).min(1, shortId).max(LONGEST_ID, shortId);

const INSTANT = 'an instant of the years 2000 to 2099 with a zone, like 2026-03-02T09:00:00Z';
const plusLost = (found: unknown): string | undefined =>
  typeof found === 'string' && / \d\d:\d\d$/.test(found) ? 'in a URL write "+" as %2B' : undefined;
const instantWording = must(INSTANT, plusLost);

/** Read into milliseconds since the epoch. */
export const instant = z
  .string(instantWording)
  .refine((text) => !Number.isNaN(parseInstant(text)), instantWording)
  .meta({ format: 'date-time' })
  .transform(parseInstant);

/** A cycle by its first local date. */
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const dated = must("a cycle's first local date, like 2026-03-01");
export const cycleDate = z.string(dated).regex(DATE, dated);

const cycleWording = must("current, or a cycle's first local date, like 2026-03-01");
export const cycle = z
  .string(cycleWording)
  .regex(/^(?:current|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))$/, cycleWording);

interface Bounds {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

/** A whole number in a query; left out it is the usual one. */
export const count = ({ least, usual, most }: Bounds): z.ZodType<number> => {
  const wording = must(`a whole number from ${least} to ${most}`);
  return z
    .string(wording)
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      wording,
    )
    .meta({ type: 'integer', minimum: least, maximum: most, default: usual })
    .transform(Number)
    .default(usual);
};

const cursorWording = must('the `next` of the page before');
/** How lists are paged: `next` of an answer is `after` of the next question. */
export const paged = {
  after: z
    .string(cursorWording)
    .min(1, cursorWording)
    .max(LONGEST_CURSOR, cursorWording)
    .optional()
    .describe('The `next` of the page before; left out: the first page.'),
  limit: count(PAGE).describe('How many of the list at most.'),
};
