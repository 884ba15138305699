import { AccountContract } from '@seatmeter/contracts';
import {
  ApplyContract,
  ChangeCapacity,
  EngineError,
  GetAccount,
  GetAccounts,
  GetOccupancy,
  GetSessions,
} from '@seatmeter/engine/service';
import { HttpFace } from '../testing/http-face';
import { CapacityJson, HeldSeatJson, OccupancyJson, pageOf } from '../views/answers';

const WRITTEN = { id: 'acme', pools: [{ id: 'elite', capacity: [{ seats: 2 }] }] };
const contract = AccountContract.parse(WRITTEN);
const policy = { version: 1, hash: 'sha256:1' };
const AT = Date.UTC(2026, 2, 2, 9);

let face: HttpFace;
beforeAll(async () => {
  face = await HttpFace.open();
  face.engine.on(GetAccount, () => ({ contract, policy }));
});
beforeEach(() => {
  face.engine.asked.length = 0;
  face.engine.on(ApplyContract, () => ({ change: 'equal' }));
});
afterAll(() => face.app.close());

const put = (payload: string, headers = {}, url = '/v1/accounts/acme') =>
  face.ask({ method: 'PUT', url, payload, headers });

describe('PUT /v1/accounts/{account}', () => {
  it.each([
    ['new', 201],
    ['changed', 200],
    ['equal', 200],
  ] as const)('answers an account that is %s with %i and the account', async (change, status) => {
    face.engine.on(ApplyContract, () => ({ change }));
    const answer = await put(JSON.stringify(WRITTEN));
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ id: 'acme', policyInForce: policy });
    expect(face.engine.asked[0]).toEqual(new ApplyContract(contract, { actor: 'http' }));
  });

  it('records who did it and why', async () => {
    await put(JSON.stringify(WRITTEN), {
      'seatmeter-actor': 'ann',
      'seatmeter-reason': 'renewal',
      'idempotency-key': '17',
    });
    const origin = { actor: 'ann', reason: 'renewal', requestId: '17' };
    expect(face.engine.asked[0]).toMatchObject({ origin });
  });

  it('takes an account back as it was got', async () => {
    const got = await face.get('/v1/accounts/acme');
    expect((await put(got.body)).statusCode).toBe(200);
    expect(face.engine.asked[1]).toMatchObject({ contract });
  });

  it('takes an account of more than 1 MiB', async () => {
    const users = Array.from({ length: 30_000 }, (_, n) => ({ id: `user-${n}`, pool: 'elite' }));
    expect((await put(JSON.stringify({ ...WRITTEN, users }))).statusCode).toBe(200);
  });

  it('names every place that is wrong', async () => {
    const answer = await put(
      '{ "id": "acme",\n "polcy": {},\n "pools": [{ "id": "elite", "capacity": [{ "seats": -1 }] }] }',
    );
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'CONTRACT_INVALID',
      problems: [
        { line: 2, place: 'polcy', message: expect.stringContaining('policy') as string },
        { line: 3, place: 'pools[0].capacity[0].seats' },
      ],
    });
  });

  it.each([
    ['another id than the path', '{"id":"other","pools":[]}', 422, 'ACCOUNT_ID_DIFFERS'],
    ['no id', '{"pools":[]}', 422, 'CONTRACT_INVALID'],
    ['two accounts', '{"id":"acme"},{"id":"b"}', 400, 'BODY_UNREADABLE'],
    ['a key twice', '{"id":"acme","id":"acme"}', 422, 'CONTRACT_INVALID'],
    ['a list', '[]', 422, 'CONTRACT_INVALID'],
    ['YAML', 'id: acme', 400, 'BODY_UNREADABLE'],
  ])('refuses a body with %s', async (_, body, status, code) => {
    const answer = await put(body);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
    expect(face.engine.asked).toEqual([]);
  });

  it('refuses a header that is too long to be kept', async () => {
    const answer = await put(JSON.stringify(WRITTEN), { 'seatmeter-reason': 'x'.repeat(201) });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'HEADER_INVALID' }]);
  });
});

describe('GET /v1/accounts', () => {
  it('gives a policy that never changed as it is written, else the list of versions', async () => {
    expect((await face.get('/v1/accounts/acme')).json()).toMatchObject({
      policy: { preset: 'zoom-cc' },
    });
    const policies = [{}, { from: '2026-06-01T00:00:00Z', preset: 'ringcx' }];
    const changed = AccountContract.parse({ ...WRITTEN, policy: policies });
    face.engine.on(GetAccounts, () => ({ items: [{ contract: changed, policy }], next: 'acme' }));
    const answer = await face.get('/v1/accounts?after=a&limit=1');
    expect(face.lastAsked).toEqual(new GetAccounts('a', 1));
    expect(answer.json()).toMatchObject({
      items: [{ policy: [{ preset: 'zoom-cc' }, { preset: 'ringcx' }] }],
      next: 'acme',
    });
  });

  it('asks for 100 when no limit is given', async () => {
    await face.get('/v1/accounts');
    expect(face.lastAsked).toEqual(new GetAccounts(undefined, 100));
  });

  it.each([
    ['limit=0', 'limit must be a whole number from 1 to 1000; it is "0"'],
    ['limit=1001', 'limit must be a whole number from 1 to 1000; it is "1001"'],
    ['limit=ten', 'limit must be a whole number from 1 to 1000; it is "ten"'],
    ['limit=1&limit=2', 'limit must be a whole number from 1 to 1000; it is given several times'],
    ['limt=1', '"limt" is unknown; the nearest known is "limit" (known here: after, limit)'],
  ])('refuses ?%s', async (query, detail) => {
    const answer = await face.get(`/v1/accounts?${query}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: 'QUERY_INVALID', detail },
    ]);
  });

  it('answers 404 for an account that nobody knows', async () => {
    const message = 'nobody knows the account other';
    face.engine.on(GetAccount, () => {
      throw new EngineError('ACCOUNT_UNKNOWN', message, { accountId: 'other' });
    });
    const answer = await face.get('/v1/accounts/other');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      {
        type: 'urn:seatmeter:problem:account-unknown',
        title: 'Account unknown',
        status: 404,
        code: 'ACCOUNT_UNKNOWN',
        detail: message,
        accountId: 'other',
      },
    ]);
  });

  it('refuses what cannot be an id, and takes one of 200 characters', async () => {
    expect((await face.get('/v1/accounts/a%20b')).json()).toMatchObject({ code: 'PATH_INVALID' });
    const longest = 'a'.repeat(200);
    await face.get(`/v1/accounts/${longest}/occupancy`);
    expect(face.lastAsked).toEqual(new GetOccupancy(longest));
  });
});

describe('the pools of an account', () => {
  it('change their capacity, from an instant when one is given', async () => {
    face.engine.on(ChangeCapacity, ({ poolId, seats }) => ({ poolId, seats, from: AT }));
    const url = '/v1/accounts/acme/pools/elite/capacity';
    const answer = await face.post(url, { seats: 3, from: '2026-03-02T10:00:00+01:00' });
    expect(answer.statusCode).toBe(201);
    expect(CapacityJson.parse(answer.json())).toEqual({
      poolId: 'elite',
      seats: 3,
      from: '2026-03-02T09:00:00.000Z',
    });
    const origin = { actor: 'http' };
    expect(face.lastAsked).toEqual(new ChangeCapacity('acme', 'elite', 3, AT, origin));
    await face.post(url, { seats: 0 });
    expect(face.lastAsked).toEqual(new ChangeCapacity('acme', 'elite', 0, undefined, origin));
  });

  it.each([
    [{}, 'seats is missing'],
    [{ seats: -1 }, 'seats must be a whole number of seats, 0 or more; it is -1'],
    [{ seats: 1.5 }, 'seats must be a whole number of seats, 0 or more; it is 1.5'],
    [{ seats: 1, form: 'x' }, '"form" is unknown; the nearest known is "from"'],
    [{ seats: 1, from: 'soon' }, 'from must be an instant of the years 2000 to 2099 with a zone'],
    ['x', 'must be an object of seats, from'],
  ])('refuse the capacity %j', async (body, detail) => {
    const answer = await face.post('/v1/accounts/acme/pools/elite/capacity', body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'BODY_INVALID',
      detail: expect.stringContaining(detail) as string,
    });
  });

  it('tell their occupancy and standing', async () => {
    const standing = {
      phase: 'grace' as const,
      seatsOver: 1,
      seatsBilledSoFar: 0,
      newSeatsAtRisk: 1,
      billableAt: AT + 1_800_001,
    };
    const pool = { poolId: 'elite', seatsUsed: 3, capacity: 2, standing };
    face.engine.on(GetOccupancy, () => ({ at: AT, pools: [pool] }));
    const answer = await face.get('/v1/accounts/acme/occupancy');
    expect(OccupancyJson.parse(answer.json())).toEqual({
      at: '2026-03-02T09:00:00.000Z',
      pools: [{ ...pool, standing: { ...standing, billableAt: '2026-03-02T09:30:00.001Z' } }],
    });
  });

  it('tell who holds their seats', async () => {
    const seat = { sessionId: 's', userId: 'ann', since: AT, lastSignOfLife: AT };
    face.engine.on(GetSessions, () => ({ items: [seat, { ...seat, leaseEnd: AT + 1 }] }));
    const answer = await face.get('/v1/accounts/acme/pools/elite/sessions?limit=2');
    expect(face.lastAsked).toEqual(new GetSessions('acme', 'elite', undefined, 2));
    expect(pageOf(HeldSeatJson).parse(answer.json()).items).toMatchObject([
      { since: '2026-03-02T09:00:00.000Z' },
      { leaseEnd: '2026-03-02T09:00:00.001Z' },
    ]);
  });
});
