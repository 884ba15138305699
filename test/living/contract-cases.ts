import { formatInstant, type SessionFact } from '@seatmeter/contracts';
import { FROM_THE_BEGINNING, type Agreement, type Tie } from '@seatmeter/metering';
import type fc from 'fast-check';
import { cases } from '../oracle/arbitraries';
import { contract } from './engine';

/** A case whose agreement a contract file can state, as that file and the facts of its account. */
export interface ContractCase {
  readonly terms: Readonly<Record<string, unknown>>;
  readonly facts: readonly Omit<SessionFact, 'accountId'>[];
  readonly asOf: number;
}

const since = (from: number): object =>
  from === FROM_THE_BEGINNING ? {} : { from: formatInstant(from) };
const dated = (at: number | null): string | null => (at === null ? null : formatInstant(at));
const duration = (milliseconds: number): string => `PT${String(milliseconds / 1000)}S`;

const userEntries = (id: string, { pool, from, until }: Tie): object => ({
  id,
  pool,
  ...since(from),
  until: dated(until),
});

const termsOf = (agreement: Agreement): Record<string, unknown> => ({
  startsAt: dated(agreement.startsAt),
  endsAt: dated(agreement.endsAt),
  timeZone: agreement.calendars[0]!.timeZone,
  billing: { anchorDay: agreement.calendars[0]!.anchorDay },
  policy: agreement.policies.map(({ from, policy }, index) => ({
    ...policy,
    ...(index === 0 ? {} : since(from)),
    graceDuration: duration(policy.graceDuration),
    leaseTtl: policy.leaseTtl === null ? null : duration(policy.leaseTtl),
  })),
  intake: { maxAge: null, maxFuture: null, finalizationDelay: 'P36500D' },
  pools: agreement.pools.map(({ id, licence, model, capacity }) => ({
    id,
    licence,
    model,
    capacity: capacity.map(({ from, seats }) => ({ seats, ...since(from) })),
    price: [{ currency: 'USD', overageSeat: '45.00' }],
  })),
  users: [...agreement.users].flatMap(([id, { assignments }]) =>
    assignments.map((tie) => userEntries(id, tie)),
  ),
});

const isContract = (terms: object): boolean => {
  try {
    contract({ id: 'acme', ...terms });
    return true;
  } catch {
    return false;
  }
};

/** Random cases; what a contract file cannot say of them is left out. */
export const contractCases: fc.Arbitrary<ContractCase> = cases
  .map(({ agreement, facts, asOf }) => {
    const terms = termsOf(agreement);
    return { terms: isContract(terms) ? terms : { ...terms, users: [] }, facts, asOf };
  })
  .filter(({ terms }) => isContract(terms));
