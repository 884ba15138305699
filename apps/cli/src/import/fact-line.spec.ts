import { readSessionFact } from '@seatmeter/contracts';
import { factId, factLine, type ImportedFact } from './fact-line';

const origin = { account: 'acme', source: '/pbx/1' };
const fact: ImportedFact = {
  type: 'started',
  at: Date.UTC(2026, 2, 2, 9),
  sessionId: 's-1',
  userId: 'ann',
  pool: 'elite',
  leaseSeconds: 900,
};

describe('an imported fact', () => {
  it('is a CloudEvent on one line', () => {
    const line = factLine(origin, fact);
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      specversion: '1.0',
      id: factId(origin, fact),
      source: '/pbx/1',
      type: 'seatmeter.session.started.v1',
      time: '2026-03-02T09:00:00.000Z',
      data: {
        accountId: 'acme',
        sessionId: 's-1',
        userId: 'ann',
        pool: 'elite',
        leaseSeconds: 900,
      },
    });
  });

  it('is read as it was written', () => {
    const id = factId(origin, fact);
    const read = { ...fact, id, accountId: 'acme', source: '/pbx/1' };
    expect(readSessionFact(JSON.parse(factLine(origin, fact)))).toEqual(read);
  });

  it('leaves out what is not known, and keeps line ends of an id inside it', () => {
    const line = factLine(origin, { type: 'ended', at: fact.at, sessionId: 'a\nb' });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ data: { accountId: 'acme', sessionId: 'a\nb' } });
    expect(line).not.toContain('userId');
  });

  it('has an id for ever: another release must not import the same log anew', () => {
    expect(factId(origin, fact)).toBe('3aa9d79a17661c4cf731c6d1b4a40401');
  });

  it('has another id when anything it says is another, and only then', () => {
    const others: ImportedFact[] = [
      { ...fact, type: 'renewed' },
      { ...fact, at: fact.at + 1 },
      { ...fact, sessionId: 's-2' },
      { ...fact, userId: 'ben' },
      { ...fact, pool: 'basic' },
      { ...fact, leaseSeconds: 901 },
      { type: 'started', at: fact.at, sessionId: 's-1', userId: 'ann' },
    ];
    const ids = [
      factId(origin, fact),
      factId({ ...origin, account: 'other' }, fact),
      factId({ ...origin, source: '/pbx/2' }, fact),
      ...others.map((other) => factId(origin, other)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(factId({ ...origin }, { ...fact })).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
