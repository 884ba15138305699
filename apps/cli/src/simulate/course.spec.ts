import { readSessionFact, type SessionFact } from '@seatmeter/contracts';
import { centreOf } from './centre';
import { courseOf } from './course';
import { FactLines } from './fact-lines';
import { Outbox } from './outbox';
import { USUAL, type Shares } from './shares';

const CALM: Shares = { late: 0, duplicates: 0, forgotten: 0, flapping: 0, switching: 0, early: 0 };
const MARCH = Date.UTC(2026, 2, 1) / 86_400_000;
const ACCOUNTS = 6;

const textOf = (shares: Shares, seed = 1, agents = 100, days = 6): string => {
  const centre = centreOf({ seed, accounts: ACCOUNTS, agents });
  const course = courseOf(centre, shares, MARCH, days);
  return new Outbox(course, new FactLines(centre), 100_000).take(Infinity).lines.toString();
};

const factsOf = (text: string): SessionFact[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const fact = readSessionFact(JSON.parse(line));
      if ('problem' in fact) throw new Error(fact.problem);
      return fact;
    });

const identityOf = ({ accountId, source, id }: SessionFact): string =>
  `${accountId} ${source} ${id}`;

const bySession = (facts: readonly SessionFact[]): SessionFact[][] => {
  const sessions = new Map<string, SessionFact[]>();
  for (const fact of facts) {
    const name = `${fact.accountId} ${fact.sessionId}`;
    const these = sessions.get(name) ?? [];
    sessions.set(name, these);
    these.push(fact);
  }
  return [...sessions.values()];
};

describe.each([1, 77, 4_294_967_295])('the course of the centre of seed %d', (seed) => {
  const calm = factsOf(textOf(CALM, seed));
  const usual = factsOf(textOf(USUAL, seed));

  it('gives every fact an id of its own, and repeats only what it said', () => {
    expect(new Set(calm.map(identityOf)).size).toBe(calm.length);
    const contents = new Map(usual.map((fact) => [identityOf(fact), fact]));
    for (const fact of usual) expect(fact).toEqual(contents.get(identityOf(fact)));
  });

  it('begins every session with a sign-in and ends it with a sign-out, in order, when all goes as planned', () => {
    for (const session of bySession(calm)) {
      const kinds = session.map(({ type }) => type);
      expect([kinds[0], kinds.at(-1)]).toEqual(['started', 'ended']);
      expect(kinds.slice(1, -1).filter((kind) => kind !== 'renewed')).toEqual([]);
    }
  });

  it('sends facts in the order in which they happen when none is late', () => {
    const punctual = factsOf(textOf({ ...USUAL, late: 0, duplicates: 0 }, seed));
    const times = punctual.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    for (const session of bySession(punctual)) expect(session[0]!.type).toBe('started');
  });

  it('lets nobody sit at two pools, or be two people', () => {
    const users = new Map<string, Set<string>>();
    for (const { accountId, userId, pool, sessionId } of usual.filter(({ pool }) => pool)) {
      const agent = sessionId.replace(/-.*/, '');
      const these = users.get(`${accountId} ${userId!}`) ?? new Set();
      users.set(`${accountId} ${userId!}`, these.add(`${agent} ${pool!}`));
    }
    expect(users.size).toBeGreaterThan(90);
    for (const seats of users.values()) expect(seats.size).toBe(1);
  });
});

describe('what goes otherwise than planned', () => {
  const many = (shares: Partial<Shares>): SessionFact[] =>
    factsOf(textOf({ ...CALM, ...shares }, 3, 400));
  const calm = many({});
  const shareOf = (part: number, whole: number): number => part / whole;

  it('comes in the share that was chosen: duplicates', () => {
    const facts = many({ duplicates: 0.1 });
    const repeats = facts.length - new Set(facts.map(identityOf)).size;
    expect(shareOf(repeats, calm.length)).toBeCloseTo(0.1, 1);
    expect(repeats).toBeGreaterThan(0);
  });

  it('comes in the share that was chosen: late facts, which are the same facts later', () => {
    const facts = many({ late: 0.2 });
    let latest = 0;
    const late = facts.filter(({ at }) => {
      const isLate = at < latest;
      latest = Math.max(latest, at);
      return isLate;
    });
    expect(shareOf(late.length, facts.length)).toBeGreaterThan(0.15);
    expect(shareOf(late.length, facts.length)).toBeLessThan(0.21);
    const inTime = facts.toSorted(
      (one, other) => one.at - other.at || (one.id < other.id ? -1 : 1),
    );
    expect(inTime).toEqual(
      calm.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1)),
    );
  });

  it('comes in the share that was chosen: forgotten sign-outs', () => {
    const open = (facts: readonly SessionFact[]): number =>
      bySession(facts).filter((session) => session.at(-1)!.type !== 'ended').length;
    const days = new Set(calm.map(({ accountId, id }) => accountId + id.replace(/-\d+$/, ''))).size;
    const forgotten = open(many({ forgotten: 0.1 }));
    expect(open(calm)).toBe(0);
    expect(shareOf(forgotten, days)).toBeGreaterThan(0.08);
    expect(shareOf(forgotten, days)).toBeLessThan(0.12);
  });

  it('comes in the share that was chosen: connections that flap, and are back within a minute', () => {
    const flapping = bySession(many({ flapping: 0.2 })).filter((session) =>
      session.some(({ reason }) => reason === 'network'),
    );
    const share = shareOf(flapping.length, bySession(calm).length);
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    for (const session of flapping)
      session.forEach(({ reason }, nth) => {
        if (reason !== 'network') return;
        const back = session[nth + 1]!;
        expect(back.type).toBe('started');
        expect(back.at - session[nth]!.at).toBeLessThan(60_000);
      });
  });

  it('comes in the share that was chosen: the same person goes on with another device', () => {
    const facts = many({ switching: 0.2 });
    const left = facts.filter(({ reason }) => reason === 'device-switch');
    const share = shareOf(left.length, bySession(calm).length);
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    for (const { accountId, sessionId, at } of left) {
      const agent = sessionId.replace(/\d+$/, '');
      const next = `${agent}${Number(sessionId.slice(agent.length)) + 1}`;
      const moved = facts.find((one) => one.accountId === accountId && one.sessionId === next)!;
      expect(moved.at).toBeLessThan(at);
      expect(at - moved.at).toBeLessThan(60_000);
    }
  });
});

describe('a course', () => {
  it('is the same bytes for the same seed, and others for another', () => {
    expect(textOf(USUAL, 9)).toBe(textOf(USUAL, 9));
    expect(textOf(USUAL, 9)).not.toBe(textOf(USUAL, 10));
  });

  it('of more days begins as the one of fewer', () => {
    const [few, more] = [textOf(USUAL, 9, 60, 5), textOf(USUAL, 9, 60, 20)];
    const day = (text: string): string => text.split('\n').slice(0, 200).join('\n');
    expect(day(few)).toBe(day(more));
  });
});
