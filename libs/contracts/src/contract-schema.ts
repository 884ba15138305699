import { z } from 'zod';
import {
  currency,
  duration,
  instant,
  list,
  money,
  name,
  oneOf,
  strict,
  timeZone,
  userId,
  wanted,
  whole,
} from './contract-fields';
import {
  accountIsWhole,
  beginsBeforeItEnds,
  oneCurrency,
  oneStepAnInstant,
  ownIds,
} from './contract-rules';

const from = instant.optional().describe('Left out: from the beginning.');
const seats = whole('a whole number of seats, 0 or more', 0);

/** A version of the account's policy; terms that are left out are the preset's. Durations are ISO 8601, as written. */
export const PolicyTermsContract = strict('the terms of a policy, { … }', {
  from,
  preset: oneOf(['zoom-cc', 'genesys-cloud', 'ringcx', 'cisco-cce']).default('zoom-cc'),
  graceModel: oneOf([
    'none',
    'excursion-full',
    'excursion-deductible',
    'level-contiguous',
    'level-cumulative',
  ]).optional(),
  graceDuration: duration(0).optional().describe('How long a level may last free of charge.'),
  graceBoundary: oneOf(['exclusive', 'inclusive']).optional(),
  countBy: oneOf(['user', 'session']).optional(),
  crossPool: oneOf(['each', 'highest-licence']).optional(),
  leaseTtl: duration(1)
    .nullable()
    .optional()
    .describe('The lease of a session that gives none; null: it never runs out.'),
});
export type PolicyTermsContract = z.output<typeof PolicyTermsContract>;

const versions = list(PolicyTermsContract, 'a list of policy versions, [ { from, … } ]')
  .min(1, { error: 'is an empty list; write one policy at least, or leave "policy" out' })
  .superRefine(oneStepAnInstant);

const policy = z
  .union([PolicyTermsContract, versions], wanted('the terms of a policy, { … }, or a list of them'))
  .transform((terms) => (Array.isArray(terms) ? terms : [terms]))
  .prefault({});

const intake = strict('the settings of the intake, { … }', {
  maxAge: duration(0).nullable().default('P35D').describe('null: facts of any age.'),
  maxFuture: duration(0).nullable().default('PT5M').describe('null: facts from any future.'),
  finalizationDelay: duration(0)
    .default('PT72H')
    .describe('How long after its end a cycle is kept open for late facts.'),
});

const step = strict('a step of capacity, { seats, from }', { seats, from });

const price = strict('a price, { currency, overageSeat, from }', {
  currency,
  overageSeat: money.describe('What one overage seat costs a cycle.'),
  from,
});

const percent = z.number(wanted('a number, 0 or more')).min(0, wanted('a number, 0 or more'));
const ALLOWANCE = 'either { seats } or { percent }';
const allowance = strict(ALLOWANCE, { seats: seats.optional(), percent: percent.optional() })
  .refine(({ seats, percent }) => (seats === undefined) !== (percent === undefined), {
    error: `must be ${ALLOWANCE}; write one of the two`,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

/** One pool as agreed. No price: seats are billed and no amount is named. */
export const PoolContract = strict('a pool, { id, capacity, … }', {
  id: name,
  licence: name.nullable().default(null).describe('The tier, like elite.'),
  model: oneOf(['concurrent', 'named']).default('concurrent'),
  capacity: list(step, 'a list of steps, [ { seats, from } ]').superRefine(oneStepAnInstant),
  price: list(price, 'a list of prices, [ { currency, overageSeat, from } ]')
    .superRefine(oneStepAnInstant)
    .superRefine(oneCurrency)
    .prefault([]),
  onOverage: oneOf(['allow', 'deny']).default('allow'),
  overageAllowance: allowance.optional().describe('Beyond capacity, for onOverage deny.'),
});
export type PoolContract = z.output<typeof PoolContract>;

const owned = strict('what is owned, { quantity, from }', {
  quantity: whole('a whole number, 0 or more', 0),
  from,
});

/** How much of an add-on product the account owns. */
export const ProductContract = strict('a product, { product, owned }', {
  product: name,
  owned: list(owned, 'a list of quantities, [ { quantity, from } ]').superRefine(oneStepAnInstant),
});
export type ProductContract = z.output<typeof ProductContract>;

const until = instant.nullable().describe('Exclusive; null: for good.');

const licence = strict('a named licence, { pool, from, until }', {
  pool: name.describe('A named pool of the account.'),
  from,
  until: until.optional(),
});

interface Period {
  readonly from?: string | undefined;
  readonly until?: string | null | undefined;
}

const withinUser = ({ pool, ...held }: z.output<typeof licence>, user: Period) => ({
  pool,
  from: held.from ?? user.from,
  until: (held.until === undefined ? user.until : held.until) ?? null,
});

/**
 * A user as provisioned in `[from, until)`: the concurrent pool that fills in for facts that name none, products, and a named
 * licence, whose period is the user's where it says nothing. A user with a history has several entries, one after the other.
 */
export const UserContract = strict('a user, { id, … }', {
  id: userId,
  from,
  until: until.default(null),
  pool: name.optional().describe('A concurrent pool of the account.'),
  products: list(name, 'a list of products').prefault([]),
  licence: licence.superRefine(beginsBeforeItEnds).optional(),
})
  .superRefine(beginsBeforeItEnds)
  .transform(({ licence: held, ...user }) => ({
    ...user,
    ...(held === undefined ? {} : { licence: withinUser(held, user) }),
  }));
export type UserContract = z.output<typeof UserContract>;

const anchorDay = whole('a day of the month, 1 to 31', 1, 31);

/** One account as agreed, every default filled in; `policy` always a list. Instants, durations and money stay as written. */
export const AccountContract = strict('an account, { id, pools, … }', {
  id: name,
  name: z.string(wanted('a name')).optional(),
  timeZone: timeZone.default('UTC').describe('An IANA name; cycles begin at its midnight.'),
  startsAt: instant.nullable().default(null),
  endsAt: instant.nullable().default(null).describe('Exclusive; the last cycle ends there.'),
  billing: strict('{ anchorDay }', { anchorDay: anchorDay.default(1) }).prefault({}),
  policy,
  intake: intake.prefault({}),
  pools: list(PoolContract, 'a list of pools, [ { id, capacity, … } ]')
    .superRefine(ownIds('id'))
    .prefault([]),
  products: list(ProductContract, 'a list of products, [ { product, owned } ]')
    .superRefine(ownIds('product'))
    .optional(),
  users: list(UserContract, 'a list of users, [ { id, … } ]').optional(),
}).superRefine(accountIsWhole);
export type AccountContract = z.output<typeof AccountContract>;

/** The contract file: a whole account each entry. */
export const ContractFile = strict('a contract, { accounts: [ … ] }', {
  accounts: list(AccountContract, 'a list of accounts, [ { id, pools, … } ]').superRefine(
    ownIds('id'),
  ),
});
export type ContractFile = z.output<typeof ContractFile>;
