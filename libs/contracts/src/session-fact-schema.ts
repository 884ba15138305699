import { z } from 'zod';
import { parseInstant } from './instant';
import { LONGEST_ID, LONGEST_LEASE, NAME_PATTERN } from './session-fact';

/** The shape of an RFC 3339 time with seconds and a zone; whether the day exists is parseInstant's to say. */
export const INSTANT_PATTERN =
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

export const isInstant = (text: string): boolean => !Number.isNaN(parseInstant(text));

const name = z.string().regex(NAME_PATTERN);
/** Zod and JSON Schema count characters; ids are at most 200 UTF-16 code units. */
export const isShort = (text: string): boolean => text.length <= LONGEST_ID;
const anyId = z.string().min(1).max(LONGEST_ID).refine(isShort);

const optional = {
  pool: name.nullish().describe('The pool the seat is taken from. Ignored on renewed and ended.'),
  activity: z.string().nullish(),
  leaseSeconds: z
    .int()
    .min(1)
    .max(LONGEST_LEASE)
    .nullish()
    .describe('Without a sign of life for so many seconds the session ends by itself.'),
  reason: z.string().nullish().describe('Why the session ended.'),
};

const envelope = {
  specversion: z.literal('1.0'),
  id: anyId.describe('With `source` the identity of the fact: the same again changes nothing.'),
  source: anyId,
  time: z
    .string()
    .regex(INSTANT_PATTERN)
    .refine(isInstant)
    .meta({ format: 'date-time' })
    .describe(
      'When it happened, in the years 2000 to 2099. Digits beyond the millisecond are cut.',
    ),
};

const started = z.object({
  ...envelope,
  type: z.literal('seatmeter.session.started.v1'),
  data: z.object({ accountId: name, sessionId: anyId, userId: anyId, ...optional }),
});

const followed = z.object({
  ...envelope,
  type: z.enum(['seatmeter.session.renewed.v1', 'seatmeter.session.ended.v1']),
  data: z.object({ accountId: name, sessionId: anyId, userId: anyId.nullish(), ...optional }),
});

/**
 * A session fact as a structured CloudEvent 1.0. Unknown fields are tolerated and dropped, null is absent, lengths count
 * UTF-16 code units. The definition that documents and tests go by; the hot path is `readSessionFact`, which agrees with it.
 */
export const SessionFactEvent = z.discriminatedUnion('type', [started, followed]);
export type SessionFactEvent = z.output<typeof SessionFactEvent>;
