import { ReplayOutput, StatementJson } from './statement-schema';
import { march } from './statement-schema.example';

const refused = (change: object): string[] =>
  (StatementJson.safeParse({ ...march, ...change }).error?.issues ?? []).map((issue) =>
    issue.path.join('.'),
  );

describe('StatementJson', () => {
  it('is the statement of the contract, to the letter', () => {
    expect(StatementJson.parse(march)).toEqual(march);
  });

  it('may name no amount, for a pool without a price', () => {
    expect(refused({ amount: undefined })).toEqual([]);
  });

  it('carries corrections of earlier statements with their sign', () => {
    const correction = {
      statement: march.digest,
      cycle: march.cycle,
      seats: -1,
      amount: { currency: 'USD', value: '-45.00' },
      causes: [{ source: '/dialer/eu-1', id: '01J' }],
    };
    expect(refused({ adjustments: [correction] })).toEqual([]);
  });

  it.each([
    ['amount.value', { amount: { currency: 'USD', value: 225 } }],
    ['amount.value', { amount: { currency: 'USD', value: '-225.00' } }],
    ['asOf', { asOf: '2026-03-08T00:00:00Z' }],
    ['asOf', { asOf: '2026-03-08T00:00:00.000+01:00' }],
    ['overageSeats', { overageSeats: -1 }],
    ['overageSeats', { overageSeats: 1.5 }],
    ['status', { status: 'closed' }],
    ['digest', { digest: 'sha256:ABC' }],
    ['', { userId: 'u-17' }],
  ])('refuses a wrong %s', (place, change) => {
    expect(refused(change)).toEqual([place]);
  });
});

describe('ReplayOutput', () => {
  const input = { accepted: 1, duplicates: 0, quarantined: 1001, ignored: 0, rejected: 0 };
  const waiting = { source: '/dialer/eu-1', id: '__proto__', reason: 'end-without-start' };

  it('holds statements, what became of the lines, and what waits', () => {
    const output = { statements: [march], input, quarantine: [waiting] };
    expect(ReplayOutput.parse(output)).toEqual(output);
  });

  it('lists the first 1,000 quarantined facts; input counts them all', () => {
    const listed = (length: number) => Array.from({ length }, () => waiting);
    const passes = (quarantine: object[]) =>
      ReplayOutput.safeParse({ statements: [], input, quarantine }).success;
    expect(passes(listed(1000))).toBe(true);
    expect(passes(listed(1001))).toBe(false);
  });
});
