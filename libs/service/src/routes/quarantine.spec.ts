import { EngineError, GetQuarantine, ReleaseFromQuarantine } from '@seatmeter/engine/service';
import { HttpFace } from '../testing/http-face';
import { pageOf, WaitingFactJson } from '../views/answers';

const AT = Date.UTC(2026, 2, 2, 9);
const RELEASE = '/v1/accounts/acme/quarantine/release';
const origin = { actor: 'http' };

let face: HttpFace;
beforeAll(async () => {
  face = await HttpFace.open();
});
beforeEach(() => {
  face.engine.asked.length = 0;
  face.engine.on(ReleaseFromQuarantine, () => ({ released: 2 }));
});
afterAll(() => face.app.close());

it('lists what waits, why and since when', async () => {
  const fact = { source: 's', id: 'i', at: AT, recordedAt: AT + 1, reason: 'too-old' as const };
  face.engine.on(GetQuarantine, () => ({ items: [{ ...fact, releasable: true }] }));
  const answer = await face.get('/v1/accounts/nobody/quarantine?after=x');
  expect(face.lastAsked).toEqual(new GetQuarantine('nobody', 'x', 100));
  expect(pageOf(WaitingFactJson).parse(answer.json()).items).toEqual([
    {
      ...fact,
      at: '2026-03-02T09:00:00.000Z',
      recordedAt: '2026-03-02T09:00:00.001Z',
      releasable: true,
    },
  ]);
});

it('releases one fact by its identity', async () => {
  const answer = await face.post(RELEASE, { source: 's', id: 'i' });
  expect([answer.statusCode, answer.json()]).toEqual([200, { released: 2 }]);
  const which = { source: 's', id: 'i' };
  expect(face.lastAsked).toEqual(new ReleaseFromQuarantine('acme', which, origin));
});

it('releases all of a reason, between two instants when they are given', async () => {
  await face.post(RELEASE, { reason: 'too-old' });
  const all = { reason: 'too-old', from: undefined, to: undefined } as const;
  expect(face.lastAsked).toEqual(new ReleaseFromQuarantine('acme', all, origin));
  await face.post(RELEASE, { reason: 'too-far-ahead', from: '2026-03-02T09:00:00Z' });
  const since = { reason: 'too-far-ahead', from: AT, to: undefined } as const;
  expect(face.lastAsked).toEqual(new ReleaseFromQuarantine('acme', since, origin));
});

it.each([
  [{}, 'source is missing'],
  [{ source: 's' }, 'id is missing'],
  [{ reason: 'unknown-pool' }, 'reason must be too-old or too-far-ahead'],
  [{ reason: 'too-old', id: 'i' }, '"id" is unknown'],
  [[], 'must be an object of source, id'],
  [null, 'must be an object of reason, from, to'],
])('refuses to release %j', async (body, words) => {
  const answer = await face.post(RELEASE, body);
  const detail = expect.stringContaining(words) as string;
  expect([answer.statusCode, answer.json()]).toMatchObject([422, { detail }]);
  expect(face.engine.asked).toEqual([]);
});

it.each([
  ['NOT_RELEASABLE', 409],
  ['FACT_UNKNOWN', 404],
] as const)('passes on %s as %i', async (code, status) => {
  face.engine.on(ReleaseFromQuarantine, () => {
    throw new EngineError(code, 'no');
  });
  const answer = await face.post(RELEASE, { source: 's', id: 'i' });
  expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
});
