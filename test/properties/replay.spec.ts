import { createHash } from 'node:crypto';
import { SessionFactScanner, type StatementJson } from '@seatmeter/contracts';
import {
  FactLogWriter,
  foldAccounts,
  JoinedLogs,
  joinShares,
  statementOf,
  type FactLog,
  type Finding,
  type Replayed,
} from '@seatmeter/engine';
import {
  compareUtf16,
  FROM_THE_BEGINNING,
  meterAccount,
  type Agreement,
  type Instant,
  type SessionFact,
} from '@seatmeter/metering';
import fc from 'fast-check';
import { cases, casesWithoutConflicts, type Case } from '../oracle/arbitraries';
import { dice, shuffled } from '../oracle/shuffle';
import { expectEqual, holdsFor } from './property';

/** How one emitter writes its events. */
interface Shape {
  /** Which of its keys comes first. */
  readonly turn: number;
  readonly space: string;
  readonly lineEnd: string;
  readonly isEscaped: boolean;
  /** Fields nobody knows, and null for what is absent. */
  readonly hasMore: boolean;
  readonly timeOf: (at: Instant) => string;
}

const iso = (at: Instant): string => new Date(at).toISOString();

const shape: fc.Arbitrary<Shape> = fc.record({
  turn: fc.nat({ max: 8 }),
  space: fc.constantFrom('', '', ' ', '\t  '),
  lineEnd: fc.constantFrom('\n', '\r\n', ' \n'),
  isEscaped: fc.constantFrom(false, false, true),
  hasMore: fc.boolean(),
  timeOf: fc.constantFrom(
    iso,
    (at) => iso(at).replace('Z', '999Z'),
    (at) => iso(at + 330 * 60_000).replace('Z', '+05:30'),
  ),
});

const text = (value: string, { isEscaped }: Shape): string =>
  isEscaped
    ? `"${value.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
    : JSON.stringify(value);

const object = (members: Readonly<Record<string, string>>, { turn, space }: Shape): string => {
  const pairs = Object.entries(members).map(([key, json]) => `"${key}"${space}:${space}${json}`);
  const first = turn % pairs.length;
  return `{${space}${[...pairs.slice(first), ...pairs.slice(0, first)].join(`,${space}`)}}`;
};

const lineOf = (accountId: string, fact: SessionFact, how: Shape): string => {
  const { sessionId, userId, pool, activity, reason, leaseSeconds } = fact;
  const written = Object.entries({ accountId, sessionId, userId, pool, activity, reason }).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, text(value, how)]]),
  );
  const nulls = { userId: 'null', pool: 'null', leaseSeconds: 'null', reason: 'null' };
  const lease = `${leaseSeconds ?? ''}${how.hasMore ? '.0' : ''}`;
  const data = {
    ...(how.hasMore && { ...nulls, data: '{"sessionId":"no"}' }),
    ...(Object.fromEntries(written) as Record<string, string>),
    ...(leaseSeconds !== undefined && { leaseSeconds: lease }),
  };
  const event = {
    specversion: '"1.0"',
    ...(how.hasMore && { subject: '"\\"time\\":{"', rest: '[{"id":1},[]]' }),
    id: text(fact.id, how),
    source: text(fact.source, how),
    type: `"seatmeter.session.${fact.type}.v1"`,
    time: `"${how.timeOf(fact.at)}"`,
    data: object(data, how),
  };
  return object(event, how) + how.lineEnd;
};

/** How a file of lines is written, and how it is read: in parts cut at these lines, so many bytes at a time. */
const delivery = fc.record({
  shapes: fc.array(shape, { minLength: 1, maxLength: 3 }),
  cuts: fc.array(fc.nat({ max: 40 }), { maxLength: 2 }),
  chunk: fc.constantFrom(1, 7, 61, 997, 131_071),
  mark: fc.constantFrom('', '\ufeff'),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

type Delivered = readonly [accountId: string, fact: SessionFact];

const logOf = (bytes: Uint8Array, chunk: number, fromTheStart: boolean): FactLog => {
  const writer = new FactLogWriter((line, problem) => {
    throw new Error(`line ${line}: ${problem}`);
  });
  const scanner = new SessionFactScanner(writer, { fromTheStart });
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk));
  scanner.end();
  return writer.finish(scanner);
};

/** Writes facts as the lines of a file and replays its bytes. */
const replayed = (
  facts: readonly Delivered[],
  agreements: readonly Agreement[],
  asOf: Instant,
  { shapes, cuts, chunk, mark }: Delivery,
): Replayed => {
  const lines = facts.map(([account, fact], index) =>
    lineOf(account, fact, shapes[index % shapes.length]!),
  );
  const bounds = [0, ...cuts.map((cut) => cut % lines.length), lines.length].sort((a, b) => a - b);
  const parts = bounds.slice(1).map((end, part) => lines.slice(bounds[part], end).join(''));
  const logs = parts.map((part, place) =>
    logOf(Buffer.from(place === 0 ? mark + part : part), chunk, place === 0),
  );
  const joined = new JoinedLogs(logs);
  const byId = new Map(agreements.map((one) => [one.accountId, one]));
  return joinShares([foldAccounts(joined, byId, joined.accounts, asOf)], 0);
};

/** The same statements out of plain objects. */
const statementsOf = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  asOf: Instant,
): StatementJson[] => {
  const { pools, quarantine } = meterAccount(agreement, facts, asOf);
  return [...pools]
    .sort((one, other) => compareUtf16(one.poolId, other.poolId))
    .flatMap(({ poolId, cycles }) => {
      const pool = agreement.pools.find(({ id }) => id === poolId)!;
      return cycles.map((figures) => {
        const { start, end } = figures.cycle;
        const waiting = quarantine.filter(({ at }) => at >= start && at < end).length;
        return statementOf(agreement, pool, figures, asOf, waiting);
      });
    });
};

/** What ids end with: nothing, one byte, two, four, half a character, what JSON must escape, almost all the room. */
const suffix = fc.constantFrom('', '', 'é', '\u{1f600}', '\ud800', '"\\\n\u007f', 'x'.repeat(180));

/** The case with longer names and a price. */
const named = ({ agreement, facts, ...others }: Case, end: string): Case => ({
  ...others,
  agreement: {
    ...agreement,
    users: new Map([...agreement.users].map(([id, terms]) => [id + end, terms])),
    pools: agreement.pools.map((pool) => ({
      ...pool,
      prices: [{ from: FROM_THE_BEGINNING, currency: 'USD', overageSeat: '0.10' }],
    })),
  },
  facts: facts.map((fact) => ({
    ...fact,
    source: fact.source + end,
    id: fact.id + end,
    sessionId: fact.sessionId + end,
    ...(fact.userId !== undefined && { userId: fact.userId + end }),
  })),
});

const inOrder = (one: Finding, other: Finding): number =>
  compareUtf16(one.source, other.source) ||
  compareUtf16(one.id, other.id) ||
  compareUtf16(one.reason, other.reason);

const to =
  (accountId: string) =>
  (fact: SessionFact): Delivered => [accountId, fact];

it('the bytes of a file, however written, cut and read, give the statements of its facts', () => {
  holdsFor(0.05, fc.tuple(cases, suffix, delivery), ([random, end, written]) => {
    const { agreement, facts, asOf } = named(random, end);
    const answer = replayed(facts.map(to('acme')), [agreement], asOf, written);
    const { counts, quarantine } = meterAccount(agreement, facts, asOf);
    expectEqual(
      JSON.stringify(answer.statements),
      JSON.stringify(statementsOf(agreement, facts, asOf)),
    );
    expectEqual(answer.input, { ...counts, rejected: 0 });
    const listed = quarantine.map(({ source, id, reason }) => ({ source, id, reason }));
    expectEqual(answer.quarantine, listed.sort(inOrder));
  });
});

it('any order of the lines, and any repetition, gives the same bytes', () => {
  const random = fc.tuple(casesWithoutConflicts, suffix, dice, delivery, delivery);
  holdsFor(0.02, random, ([drawn, end, roll, one, other]) => {
    const { agreement, facts, asOf } = named(drawn, end);
    const lines = facts.map(to('acme'));
    expectEqual(
      JSON.stringify(replayed(shuffled(lines, roll), [agreement], asOf, one).statements),
      JSON.stringify(replayed(lines, [agreement], asOf, other).statements),
    );
  });
});

it('two accounts in one file are each as they are alone', () => {
  holdsFor(0.02, fc.tuple(cases, cases, dice, delivery), ([one, other, roll, written]) => {
    const { agreement, facts, asOf } = named(one, '');
    const zeta = { ...named(other, '').agreement, accountId: 'Zeta.2' };
    const lines = [...facts.map(to('acme')), ...other.facts.map(to('Zeta.2'))]
      .map((line, index) => ({ line, place: roll[index % roll.length]! }))
      .sort((a, b) => a.place - b.place)
      .map(({ line }) => line);
    const factsOf = (account: string): SessionFact[] =>
      lines.filter(([owner]) => owner === account).map(([, fact]) => fact);
    expectEqual(
      JSON.stringify(replayed(lines, [agreement, zeta], asOf, written).statements),
      JSON.stringify([
        ...statementsOf(zeta, factsOf('Zeta.2'), asOf),
        ...statementsOf(agreement, factsOf('acme'), asOf),
      ]),
    );
  });
});

/** RFC 8785 for what a statement is made of: objects, lists, whole numbers and strings. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one: unknown) => canonical(one)).join(',')}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `"${key}":${canonical(member)}`).join(',')}}`;
};

it('a digest is the hash of the statement without what may change while the figure does not', () => {
  holdsFor(0.01, fc.tuple(cases, delivery), ([random, written]) => {
    const { agreement, facts, asOf } = named(random, '');
    const { statements } = replayed(facts.map(to('acme')), [agreement], asOf, written);
    for (const { digest, status, readings, adjustments, quality, meta, ...said } of statements) {
      const hash = createHash('sha256').update(canonical(said)).digest('hex');
      expectEqual(digest, `sha256:${hash}`);
      expectEqual([status, adjustments, meta.schema, meta.rules], ['provisional', [], 1, 1]);
      expect([Object.keys(readings).length, Object.keys(quality).length]).toEqual([5, 3]);
    }
  });
});
