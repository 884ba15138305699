import { StatementJson } from '@seatmeter/contracts';
import {
  CloseCycle,
  EngineError,
  GetEvidence,
  GetStatement,
  GetStatements,
  GetStatementsAcross,
  GetTimeline,
} from '@seatmeter/engine/service';
import { HttpFace } from '../testing/http-face';
import { march } from '../testing/statement.example';
import { EvidenceJson, pageOf, StatementsJson, TimelineJson } from '../views/answers';

const AT = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

let face: HttpFace;
beforeAll(async () => {
  face = await HttpFace.open();
  face.engine.on(GetStatements, () => [march]);
  face.engine.on(GetStatement, () => march);
  face.engine.on(GetTimeline, () => [{ at: AT, used: 3, capacity: 2, billable: 1 }]);
});
afterAll(() => face.app.close());

describe('GET /v1/accounts/{account}/statements', () => {
  it('gives all statements of now, or as of an instant', async () => {
    const answer = await face.get('/v1/accounts/acme/statements');
    expect(face.lastAsked).toEqual(new GetStatements('acme', undefined));
    expect(StatementsJson.parse(answer.json())).toEqual({ statements: [march] });
    await face.get('/v1/accounts/acme/statements?asOf=2026-03-02T10:00:00%2B01:00');
    expect(face.lastAsked).toEqual(new GetStatements('acme', AT));
  });

  it.each([
    ['asOf=now', 'asOf must be an instant of the years 2000 to 2099 with a zone'],
    ['asOf=2026-03-02T10:00:00+01:00', 'in a URL write "+" as %2B'],
    ['asof=2026-03-02T10:00:00Z', 'the nearest known is "asOf"'],
  ])('refuses ?%s and says how to write it', async (query, hint) => {
    const answer = await face.get(`/v1/accounts/acme/statements?${query}`);
    const detail = expect.stringContaining(hint) as string;
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { detail }]);
  });

  it('says that knownAt is not in this version', async () => {
    const answer = await face.get('/v1/accounts/acme/statements?knownAt=2026-03-02T10:00:00Z');
    const code = 'KNOWN_AT_NOT_SUPPORTED';
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code }]);
  });

  it('answers 422 for a time that is not yet', async () => {
    face.engine.on(GetStatements, () => {
      throw new EngineError('AS_OF_IN_FUTURE', 'it is later than now', { now: 'x' });
    });
    const answer = await face.get('/v1/accounts/acme/statements');
    const problem = { code: 'AS_OF_IN_FUTURE', now: 'x' };
    expect([answer.statusCode, answer.json()]).toMatchObject([422, problem]);
  });
});

describe('one statement', () => {
  const url = '/v1/accounts/acme/pools/elite/statements';

  it.each(['current', '2026-03-01'])('is had of the cycle %s', async (cycle) => {
    const answer = await face.get(`${url}/${cycle}`);
    expect(face.lastAsked).toEqual(new GetStatement('acme', 'elite', cycle));
    expect(StatementJson.parse(answer.json())).toEqual(march);
  });

  it.each(['march', '2026-13-01', '2026-3-1', '2026-03-01T00:00:00Z'])(
    'is not had of %s',
    async (cycle) => {
      const answer = await face.get(`${url}/${cycle}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'PATH_INVALID' }]);
    },
  );

  it('comes with its evidence', async () => {
    const fact = {
      source: 's',
      id: 'i',
      type: 'started' as const,
      at: AT,
      recordedAt: AT + 1,
      sessionId: 'x',
      userId: 'ann',
      outcome: 'accepted',
    };
    face.engine.on(GetEvidence, () => ({
      statement: march,
      grace: { model: 'none' as const, durationMs: 0, boundary: 'exclusive' as const },
      firstVersion: 0,
      lastVersion: 7,
      intervals: [{ seats: 1, start: AT, end: AT + DAY, billed: true }],
      facts: { items: [fact], next: 'c' },
    }));
    const answer = await face.get(`${url}/current/evidence?after=b&limit=5`);
    expect(face.lastAsked).toEqual(new GetEvidence('acme', 'elite', 'current', 'b', 5));
    expect(EvidenceJson.parse(answer.json())).toMatchObject({
      lastVersion: 7,
      grace: { model: 'none', durationMs: 0, boundary: 'exclusive' },
      intervals: [{ start: '2026-03-02T09:00:00.000Z', end: '2026-03-03T09:00:00.000Z' }],
      facts: { items: [{ recordedAt: '2026-03-02T09:00:00.001Z' }], next: 'c' },
    });
  });
});

describe('GET /v1/statements', () => {
  it('selects by status, due cycle and currency', async () => {
    face.engine.on(GetStatementsAcross, () => ({ items: [march], next: 'n' }));
    const answer = await face.get('/v1/statements?status=final&dueIn=2026-04-01&currency=USD');
    const which = { status: 'final', dueIn: '2026-04-01', currency: 'USD' } as const;
    expect(face.lastAsked).toEqual(new GetStatementsAcross(which, undefined, 100));
    expect(pageOf(StatementJson).parse(answer.json())).toEqual({ items: [march], next: 'n' });
    await face.get('/v1/statements?after=n&limit=1');
    const all = { status: undefined, dueIn: undefined, currency: undefined };
    expect(face.lastAsked).toEqual(new GetStatementsAcross(all, 'n', 1));
  });

  it.each(['status=closed', 'dueIn=april', 'currency=usd'])('refuses ?%s', async (query) => {
    expect((await face.get(`/v1/statements?${query}`)).statusCode).toBe(400);
  });
});

describe('GET …/timeline', () => {
  const url = '/v1/accounts/acme/pools/elite/timeline';

  it('gives the last day when nothing else is asked for', async () => {
    const answer = await face.get(url);
    expect(face.lastAsked).toEqual(new GetTimeline('acme', 'elite', AT - DAY, AT, 1000));
    expect(TimelineJson.parse(answer.json())).toEqual({
      points: [{ at: '2026-03-02T09:00:00.000Z', used: 3, capacity: 2, billable: 1 }],
    });
  });

  it('gives what is asked for', async () => {
    await face.get(`${url}?from=2026-03-01T09:00:00Z&to=2026-03-02T09:00:00Z&maxPoints=2`);
    expect(face.lastAsked).toEqual(new GetTimeline('acme', 'elite', AT - DAY, AT, 2));
  });

  it.each(['maxPoints=1', 'from=2026-03-02T09:00:00Z&to=2026-03-02T09:00:00Z'])(
    'refuses ?%s',
    async (query) => {
      const answer = await face.get(`${url}?${query}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'QUERY_INVALID' }]);
    },
  );
});

describe('POST …/cycles/{cycle}/close', () => {
  it('closes a cycle and gives its final statements', async () => {
    face.engine.on(CloseCycle, () => [march]);
    const url = '/v1/accounts/acme/cycles/2026-03-01/close';
    const answer = await face.post(url, undefined, { 'seatmeter-actor': 'ann' });
    expect([answer.statusCode, answer.json()]).toEqual([200, { statements: [march] }]);
    expect(face.lastAsked).toEqual(new CloseCycle('acme', '2026-03-01', { actor: 'ann' }));
  });

  it('answers 409 before the end of the cycle', async () => {
    face.engine.on(CloseCycle, () => {
      throw new EngineError('CYCLE_STILL_OPEN', 'wait for its end', { end: 'x' });
    });
    const answer = await face.post('/v1/accounts/acme/cycles/2026-03-01/close');
    const problem = { code: 'CYCLE_STILL_OPEN', end: 'x' };
    expect([answer.statusCode, answer.json()]).toMatchObject([409, problem]);
  });

  it('wants the date of the cycle', async () => {
    const answer = await face.post('/v1/accounts/acme/cycles/current/close');
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'PATH_INVALID' }]);
  });
});
