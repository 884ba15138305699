import {
  parseInstant,
  sha256Of,
  type AccountContract,
  type PolicyTermsContract,
  type UserContract,
} from '@seatmeter/contracts';
import {
  FROM_THE_BEGINNING,
  policyOf,
  PRESETS,
  type Agreement,
  type Dated,
  type Instant,
  type PolicyTerms,
  type PolicyVersion,
  type Tie,
  type UserTerms,
} from '@seatmeter/metering';

/** Licences of the product's catalogue, the highest first. */
const LICENCE_ORDER = ['elite', 'premium', 'essentials'];

const from = (text: string | undefined): Instant =>
  text === undefined ? FROM_THE_BEGINNING : parseInstant(text);

const until = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));

const byStart = <T extends Dated>(entries: readonly T[]): T[] =>
  [...entries].sort((one, other) => (one.from < other.from ? -1 : 1));

/** The terms a policy states, its preset's values filled in where it is silent. Durations stay as they are written. */
export const termsOf = ({ preset, ...stated }: PolicyTermsContract): PolicyTerms => ({
  ...PRESETS[preset],
  ...Object.fromEntries(Object.entries(stated).filter(([term]) => term !== 'from')),
});

const policiesOf = ({ policy }: AccountContract): PolicyVersion[] => {
  const versions = policy.map((stated) => ({ from: from(stated.from), terms: termsOf(stated) }));
  return byStart(versions).map(({ from: since, terms }, index) => ({
    from: since,
    version: index + 1,
    hash: sha256Of(terms),
    policy: policyOf(terms),
  }));
};

const usersOf = (users: readonly UserContract[]): Map<string, UserTerms> => {
  const terms = new Map<string, { assignments: Tie[]; namedLicences: Tie[] }>();
  for (const user of users) {
    const known = terms.get(user.id) ?? { assignments: [], namedLicences: [] };
    terms.set(user.id, known);
    const { pool, licence } = user;
    if (pool !== undefined) {
      known.assignments.push({ pool, from: from(user.from), until: until(user.until) });
    }
    if (licence !== undefined) {
      const tie = { pool: licence.pool, from: from(licence.from), until: until(licence.until) };
      known.namedLicences.push(tie);
    }
  }
  return terms;
};

/** What an account's contract says, resolved: presets expanded, defaults filled in, lists in the order of their dates. */
export const agreementOf = (account: AccountContract): Agreement => ({
  accountId: account.id,
  startsAt: until(account.startsAt),
  endsAt: until(account.endsAt),
  calendars: [
    {
      from: FROM_THE_BEGINNING,
      timeZone: account.timeZone,
      anchorDay: account.billing.anchorDay,
    },
  ],
  policies: policiesOf(account),
  pools: account.pools.map(({ id, model, licence, capacity, price }) => ({
    id,
    model,
    licence,
    capacity: byStart(capacity.map((step) => ({ seats: step.seats, from: from(step.from) }))),
    prices: byStart(price.map((one) => ({ ...one, from: from(one.from) }))),
  })),
  users: usersOf(account.users ?? []),
  licenceOrder: LICENCE_ORDER,
});
