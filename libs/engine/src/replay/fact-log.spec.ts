import { SessionFactScanner } from '@seatmeter/contracts';
import { BLOCK, FactLogWriter, type FactLog } from './fact-log';
import { JoinedLogs } from './joined-logs';
import { LogBatch } from './log-batch';

/** What a fact says, as far as a log keeps it apart. */
interface Said {
  readonly account?: string;
  readonly id: string;
  readonly session: string;
  readonly user: string;
  readonly source?: string;
  readonly lease?: number;
  readonly at?: number;
}

const NINE = Date.UTC(2026, 2, 2, 9);

const lineOf = ({ account = 'acme', id, session, user, ...said }: Said): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: said.source ?? '/dialer',
    type: 'seatmeter.session.started.v1',
    time: new Date(said.at ?? NINE).toISOString(),
    data: { accountId: account, sessionId: session, userId: user, leaseSeconds: said.lease },
  });

const logOf = (facts: readonly Said[]): FactLog => {
  const writer = new FactLogWriter((line, problem) => {
    throw new Error(`line ${line}: ${problem}`);
  });
  const scanner = new SessionFactScanner(writer);
  for (const fact of facts) scanner.push(Buffer.from(`${lineOf(fact)}\n`));
  scanner.end();
  return writer.finish(scanner);
};

/** Each name's number, in order of appearance. */
const numbersOf = (names: readonly string[]): number[] => {
  const known = [...new Set(names)];
  const places = new Map(known.map((name, place) => [name, place]));
  return names.map((name) => places.get(name)!);
};

/** Expects that an account reads from the logs of some parts as it was written to them. */
const expectRead = (parts: readonly (readonly Said[])[], account = 'acme'): FactLog[] => {
  const logs = parts.map(logOf);
  const joined = new JoinedLogs(logs);
  const facts = parts.flat().filter((fact) => (fact.account ?? 'acme') === account);
  const batch = new LogBatch(joined, joined.countOf(account));
  batch.read(account);
  const columns = (fact: number): unknown[] => [
    batch.id(fact),
    batch.source(fact),
    batch.at[fact],
    batch.leaseSeconds[fact],
    batch.session[fact],
    batch.user[fact],
  ];
  const sessions = numbersOf(facts.map(({ session }) => session));
  const users = numbersOf(facts.map(({ user }) => user));
  expect(Array.from({ length: batch.length }, (_, fact) => columns(fact))).toStrictEqual(
    facts.map(({ id, source = '/dialer', at = NINE, lease = 0 }, fact) => [
      id,
      source,
      at,
      lease,
      sessions[fact],
      users[fact],
    ]),
  );
  expect(batch.userNumber(facts[0]!.user)).toBe(0);
  expect(batch.userNumber('nobody')).toBeUndefined();
  expect(joined.latestOf(account)).toBe(Math.max(...facts.map(({ at = NINE }) => at)));
  return logs;
};

const plain = (n: number, more: Partial<Said> = {}): Said => ({
  id: `id ${n}`,
  session: `session ${n % 50}`,
  user: `user ${n % 7}`,
  at: NINE + ((n * 7919) % 1000),
  ...more,
});

/** Strings of every length and width, some of which differ in their last unit only. */
const STRINGS = [
  'a',
  'ab',
  'abc',
  'abcd',
  'abcde',
  '__proto__',
  'é',
  'e\u0301',
  'ÿ',
  '\u0100',
  '\u{1f600}',
  '\ud83d',
  '\ude00',
  '\u0000',
  'a\u0000',
  'x'.repeat(199),
  'x'.repeat(200),
  `${'x'.repeat(199)}y`,
  `${'x'.repeat(199)}é`,
  'é'.repeat(200),
  `${'é'.repeat(199)}è`,
  '\u{1f600}'.repeat(100),
];

describe('a log of facts', () => {
  it('keeps many accounts apart, each in the order of its lines', () => {
    const accounts = Array.from({ length: 300 }, (_, n) => `account-${n}`);
    const facts = Array.from({ length: 3000 }, (_, n) =>
      plain(n, { account: accounts[(n * n) % 300]!, session: `s ${n}` }),
    );
    const named = [...new Set(facts.map(({ account }) => account))];
    const log = logOf(facts);
    expect(log.accounts).toStrictEqual(named);
    expect(log.counts.reduce((sum, count) => sum + count)).toBe(3000);
    for (const account of [named[0]!, named[1]!, named.at(-1)!]) expectRead([facts], account);
  });

  it('lets the blocks of an account grow up to a bound', () => {
    const [log] = expectRead([Array.from({ length: 9000 }, (_, n) => plain(n))]);
    const blocks = log!.blocks.length / BLOCK;
    const sizes = Array.from({ length: blocks }, (_, block) => {
      const [, start, end] = log!.blocks.subarray(block * BLOCK);
      return end! - start!;
    });
    expect(sizes[0]).toBeLessThanOrEqual(256);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1 << 14);
    expect(blocks).toBeLessThan(40);
  });

  it('keeps every string as it is, up to 200 units of any width', () => {
    const facts = STRINGS.flatMap((id, n) =>
      STRINGS.map((session, m) => ({ id, session, user: STRINGS[(n + m) % STRINGS.length]! })),
    );
    expectRead([facts]);
  });

  it('keeps apart what differs in any attribute, however many combinations there are', () => {
    expectRead([
      Array.from({ length: 2000 }, (_, n) =>
        plain(n, { source: `/source/${n % 37}`, lease: 1 + (n % 41) }),
      ),
    ]);
  });

  it('goes on in further memory when 16 MiB are full', () => {
    const wide = (n: number, letter: string): string => letter.repeat(195) + String(10_000 + n);
    const facts = Array.from({ length: 15_000 }, (_, n) => ({
      id: wide(n, 'é'),
      session: wide(n % 100, 'ö'),
      user: wide(n % 9, '\uff5e'),
    }));
    const [log] = expectRead([facts]);
    expect(log!.slabs.length).toBe(2);
    const starts = new Set(log!.blocks.filter((_, place) => place % BLOCK === 0));
    expect(starts.size).toBe(2);
  });

  it('says of the latest of no fact that there is none', () => {
    const logs = new JoinedLogs([logOf([])]);
    expect([logs.accounts, logs.countOf('acme'), logs.latestOf('acme')]).toStrictEqual([
      [],
      0,
      -Infinity,
    ]);
  });
});

it('the logs of the parts of an input read as one: the same names, the same attributes', () => {
  const facts = Array.from({ length: 900 }, (_, n) =>
    plain(n, { source: `/source/${(n * n) % 11}`, lease: 1 + (n % 5), session: STRINGS[n % 22]! }),
  );
  expectRead([facts.slice(0, 300), [], facts.slice(300, 301), facts.slice(301)]);
  const joined = new JoinedLogs([facts.slice(0, 450), facts.slice(450)].map(logOf));
  expect(joined.attributes).toHaveLength(logOf(facts).attributes.length);
});

it('a fact in two parts has one identity, and one content', () => {
  const [one, other] = [plain(1), plain(1, { lease: 7 })];
  const elsewhere = plain(1, { source: '/elsewhere' });
  const logs = new JoinedLogs(
    [
      [one, plain(2)],
      [one, other, elsewhere],
    ].map(logOf),
  );
  const batch = new LogBatch(logs, 5);
  batch.read('acme');
  expect([0, 1, 2, 3].map((fact) => batch.hash[fact] === batch.hash[0])).toStrictEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([batch.sameIdentity(0, 2), batch.sameContent(0, 2)]).toStrictEqual([true, true]);
  expect([batch.sameIdentity(0, 3), batch.sameContent(0, 3)]).toStrictEqual([true, false]);
  expect(batch.sameIdentity(0, 1)).toBe(false);
  expect(batch.sameIdentity(0, 4)).toBe(false);
});
