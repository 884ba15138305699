import { SessionFactScanner, type StatementJson } from '@seatmeter/contracts';
import {
  FROM_THE_BEGINNING,
  policyOf,
  PRESETS,
  type Agreement,
  type Instant,
} from '@seatmeter/metering';
import { FactLogWriter } from './fact-log';
import type { FoldedAccounts } from './fold';
import { foldAccounts } from './fold';
import { JoinedLogs } from './joined-logs';
import { defaultAsOf, joinShares, shareAccounts } from './replay';

const NINE = Date.UTC(2026, 2, 2, 9);

const line = (accountId: string, at: Instant, pool = 'elite', type = 'started'): string =>
  JSON.stringify({
    specversion: '1.0',
    id: `${accountId} ${at} ${type}`,
    source: '/dialer',
    type: `seatmeter.session.${type}.v1`,
    time: new Date(at).toISOString(),
    data: { accountId, sessionId: `s ${at}`, userId: 'ann', pool },
  });

/** Logs of the parts of an input, each a list of lines. */
const logsOf = (...parts: string[][]): JoinedLogs =>
  new JoinedLogs(
    parts.map((lines) => {
      const writer = new FactLogWriter(() => undefined);
      const scanner = new SessionFactScanner(writer);
      scanner.push(Buffer.from(lines.join('\n')));
      scanner.end();
      return writer.finish(scanner);
    }),
  );

const agreed = (...accounts: string[]): Map<string, Agreement> =>
  new Map(
    accounts.map((accountId) => [
      accountId,
      {
        accountId,
        startsAt: null,
        endsAt: null,
        calendars: [{ from: FROM_THE_BEGINNING, timeZone: 'UTC', anchorDay: 1 }],
        policies: [
          {
            from: FROM_THE_BEGINNING,
            version: 1,
            hash: 'sha256:',
            policy: policyOf(PRESETS['zoom-cc']),
          },
        ],
        pools: ['premium', 'elite'].map((id) => ({
          id,
          model: 'concurrent' as const,
          licence: null,
          capacity: [],
          prices: [],
        })),
        users: new Map(),
        licenceOrder: [],
      },
    ]),
  );

describe('the instant of a replay when nobody names one', () => {
  it('is the latest of any fact of a known account, in whatever part it stands', () => {
    const logs = logsOf([line('acme', NINE + 5), line('acme', NINE)], [line('beta', NINE + 3)]);
    expect(defaultAsOf(logs, agreed('acme', 'beta'))).toBe(NINE + 5);
    expect(defaultAsOf(logs, agreed('beta'))).toBe(NINE + 3);
  });

  it('takes quarantined facts with it, and not those of accounts that nobody knows', () => {
    const late = [line('acme', NINE + 7, 'nowhere'), line('acme', NINE + 9, 'elite', 'ended')];
    const logs = logsOf([line('acme', NINE), ...late, line('stranger', NINE + 99)]);
    expect(defaultAsOf(logs, agreed('acme'))).toBe(NINE + 9);
  });

  it('does not exist when no fact names a known account', () => {
    expect(defaultAsOf(logsOf([line('stranger', NINE)]), agreed('acme'))).toBeUndefined();
    expect(defaultAsOf(logsOf([]), agreed('acme'))).toBeUndefined();
    expect(defaultAsOf(logsOf(['no fact', '{}']), agreed('acme'))).toBeUndefined();
  });
});

describe('the shares of a replay', () => {
  const names = ['acme', 'Beta', 'beta', 'c', 'd', 'e'];
  const lines = names.flatMap((name, index) =>
    Array.from({ length: 6 - index }, (_, n) => line(name, NINE + n, n % 2 ? 'elite' : 'premium')),
  );
  const logs = logsOf(lines.slice(0, 8), lines.slice(8), [line('stranger', NINE)]);
  const agreements = agreed(...names, 'silent');

  it('hold every account of the facts and of the contract once', () => {
    for (const count of [1, 2, 3, 20])
      expect(shareAccounts(logs, agreements, count).flat().sort()).toStrictEqual(
        [...names, 'silent', 'stranger'].sort(),
      );
  });

  it('hold about as many facts each', () => {
    const loads = shareAccounts(logs, agreements, 2).map((accounts) =>
      accounts.reduce((sum, account) => sum + logs.countOf(account), 0),
    );
    expect(Math.abs(loads[0]! - loads[1]!)).toBeLessThanOrEqual(1);
  });

  it('give one answer, however many there are: by account, pool and cycle', () => {
    const asOf = Date.UTC(2026, 4, 2);
    const answerOf = (shares: number): string =>
      JSON.stringify(
        joinShares(
          shareAccounts(logs, agreements, shares).map((accounts) =>
            foldAccounts(logs, agreements, accounts, asOf),
          ),
          4,
        ),
      );
    const [one, two, many] = [1, 2, 20].map(answerOf);
    expect([two, many]).toStrictEqual([one, one]);
    const { statements, input, quarantine } = JSON.parse(one!) as ReturnType<typeof joinShares>;
    const places = statements.map(({ accountId, poolId, cycle }) =>
      [accountId, poolId, cycle.start].join(' '),
    );
    expect(places).toHaveLength(names.length * 2 * 3);
    expect(places).toStrictEqual([...places].sort());
    expect(places[0]).toBe('Beta elite 2026-03-01T00:00:00.000Z');
    expect(input).toStrictEqual({
      accepted: 21,
      duplicates: 0,
      quarantined: 1,
      ignored: 0,
      rejected: 4,
    });
    expect(quarantine).toMatchObject([{ source: '/dialer', reason: 'unknown-account' }]);
  });

  it('are sorted whichever share they come from', () => {
    const statement = (accountId: string, poolId: string, start: string): StatementJson =>
      ({ accountId, poolId, cycle: { start } }) as StatementJson;
    const sorted = [
      statement('A', 'b', '2026-03'),
      statement('a', 'B', '2026-03'),
      statement('a', 'b', '2026-03'),
      statement('a', 'b', '2026-04'),
      statement('a.', 'a', '2026-01'),
    ];
    const share = (...statements: StatementJson[]): FoldedAccounts => ({
      statements,
      counts: { accepted: 1, duplicates: 2, quarantined: 3, ignored: 4 },
      quarantine: [],
    });
    const [a, b, c, d, e] = sorted as [StatementJson, ...StatementJson[]];
    const joined = joinShares([share(e!, b!), share(), share(d!, a, c!)], 5);
    expect(joined.statements).toStrictEqual(sorted);
    expect(joined.input).toStrictEqual({
      accepted: 3,
      duplicates: 6,
      quarantined: 9,
      ignored: 12,
      rejected: 5,
    });
  });
});
