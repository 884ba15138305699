import { AccountContract, StatementJson } from '@seatmeter/contracts';
import { z } from 'zod';

const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);
const text = z.string();

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(
  item: Item,
): z.ZodType<{ items: z.output<Item>[]; next?: string }> =>
  z.strictObject({
    items: z.array(item),
    next: text.optional().describe('The cursor of the next page; absent on the last.'),
  });

/** What became of a request of session facts. */
export const Receipt = z.strictObject({
  accepted: count,
  duplicates: count,
  quarantined: count,
  ignored: count,
  rejected: count,
  findings: z.array(
    z.strictObject({
      index: count.describe('Its place in the request, from 0.'),
      outcome: z.enum(['quarantined', 'ignored', 'rejected']),
      code: text,
      message: text,
    }),
  ),
});
export type Receipt = z.output<typeof Receipt>;

export const AccountJson = z.strictObject({
  ...AccountContract.shape,
  policyInForce: z
    .strictObject({ version: z.int().min(1), hash: text })
    .describe('The policy that is in force now. Not read when the account is put again.'),
});
export type AccountJson = z.output<typeof AccountJson>;

export const CapacityJson = z.strictObject({ poolId: text, seats: count, from: instant });
export type CapacityJson = z.output<typeof CapacityJson>;

const atRisk = {
  newSeatsAtRisk: count.describe("By how many seats the cycle's figure still rises."),
  billableAt: instant.optional().describe('When it rises next if nothing changes.'),
};
const billed = { seatsBilledSoFar: count.describe("The open cycle's figure.") };
export const StandingJson = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('within'), seatsFree: count, ...billed }),
  z.strictObject({ phase: z.literal('grace'), seatsOver: count, ...billed, ...atRisk }),
  z.strictObject({
    phase: z.literal('overage'),
    seatsOver: count,
    seatsBillable: count,
    ...billed,
    ...atRisk,
  }),
]);
export type StandingJson = z.output<typeof StandingJson>;

const pool = { poolId: text, seatsUsed: count, capacity: count, standing: StandingJson };
export const OccupancyJson = z.strictObject({ at: instant, pools: z.array(z.strictObject(pool)) });
export type OccupancyJson = z.output<typeof OccupancyJson>;

/** The data of a `standing` update. */
export const StandingUpdateJson = z.strictObject({ accountId: text, at: instant, ...pool });
export type StandingUpdateJson = z.output<typeof StandingUpdateJson>;

export const HeldSeatJson = z.strictObject({
  sessionId: text,
  userId: text.describe('A pseudonym where the person is not known any more.'),
  since: instant,
  lastSignOfLife: instant,
  leaseEnd: instant.optional().describe('Absent: the lease never runs out.'),
});
export type HeldSeatJson = z.output<typeof HeldSeatJson>;

export const FactJson = z.strictObject({
  records: z
    .array(
      z.strictObject({
        recordedAt: instant,
        at: instant,
        version: count.describe("The append of the account's stream that holds it."),
        outcome: z.enum(['accepted', 'duplicate', 'ignored', 'quarantined']),
        reason: text.optional().describe('Why it waits in quarantine.'),
        releasedAt: instant.optional(),
      }),
    )
    .describe('All that came under this identity, in order of arrival; the first is the fact.'),
});
export type FactJson = z.output<typeof FactJson>;

export const WaitingFactJson = z.strictObject({
  source: text,
  id: text,
  at: instant,
  recordedAt: instant,
  reason: text,
  releasable: z.boolean(),
});
export type WaitingFactJson = z.output<typeof WaitingFactJson>;

export const ReleasedJson = z.strictObject({ released: count });
export const StatementsJson = z.strictObject({ statements: z.array(StatementJson) });

export const TimelineJson = z.strictObject({
  points: z
    .array(z.strictObject({ at: instant, used: count, capacity: count, billable: count }))
    .describe('Steps: a point holds until the next.'),
});
export type TimelineJson = z.output<typeof TimelineJson>;

const EvidenceFactJson = z.strictObject({
  source: text,
  id: text,
  type: z.enum(['started', 'renewed', 'ended']),
  at: instant,
  recordedAt: instant,
  sessionId: text,
  userId: text.optional(),
  outcome: text,
});
export const EvidenceJson = z.strictObject({
  statement: StatementJson,
  grace: z
    .strictObject({
      model: StatementJson.shape.readings.keyof(),
      durationMs: count,
      boundary: z.enum(['exclusive', 'inclusive']),
    })
    .describe('By which the cycle is judged.'),
  firstVersion: z.int(),
  lastVersion: z.int(),
  intervals: z.array(
    z.strictObject({
      seats: count.describe('How many seats over capacity the interval lasts for, or more.'),
      start: instant,
      end: instant,
      billed: z.boolean(),
    }),
  ),
  facts: pageOf(EvidenceFactJson),
});
export type EvidenceJson = z.output<typeof EvidenceJson>;

export const HealthJson = z.strictObject({ status: z.enum(['live', 'ready']) });

export const ProblemJson = z
  .looseObject({
    type: text,
    title: text,
    status: z.int(),
    code: text.describe('Stable, for programs.'),
    detail: text.describe('What happened, and what to do.'),
  })
  .describe('RFC 9457, with the numbers behind it as further members.');
