import { gzipSync } from 'node:zlib';
import { StoreFailed } from '@seatmeter/engine';
import {
  EngineError,
  GetFact,
  RecordSessionFacts,
  type FactOutcome,
} from '@seatmeter/engine/service';
import { HttpFace } from '../testing/http-face';
import { FactJson, Receipt } from '../views/answers';

const URL = '/v1/session-events';
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

const event = (id: string, data: object = {}): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: '/dialer',
  type: 'seatmeter.session.started.v1',
  time: '2026-03-02T09:00:00Z',
  data: { accountId: 'acme', sessionId: id, userId: 'ann', pool: 'elite', ...data },
});

let face: HttpFace;
let outcomes: FactOutcome[] | undefined;
beforeAll(async () => {
  face = await HttpFace.open();
  face.engine.on(
    RecordSessionFacts,
    ({ facts }) => outcomes ?? facts.map(() => ({ outcome: 'accepted' })),
  );
});
beforeEach(() => {
  outcomes = undefined;
  face.engine.asked.length = 0;
});
afterAll(() => face.app.close());

const idsRecorded = (): string[] =>
  face.engine.asked.flatMap((one) => (one as RecordSessionFacts).facts.map(({ id }) => id));

const none = { accepted: 0, duplicates: 0, quarantined: 0, ignored: 0, rejected: 0, findings: [] };

describe('POST /v1/session-events', () => {
  it.each([
    ['application/cloudevents+json', STRUCTURED],
    ['application/json', { 'content-type': 'application/json; charset=utf-8' }],
    ['the type that curl gives', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type at all', {}],
  ])('takes one structured event of %s', async (_, headers) => {
    const answer = await face.post(URL, event('1'), headers);
    expect(answer.statusCode).toBe(202);
    expect(Receipt.parse(answer.json())).toEqual({ ...none, accepted: 1 });
    expect(idsRecorded()).toEqual(['1']);
  });

  it('takes one event in binary mode', async () => {
    const { data, ...attributes } = event('%41');
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]),
    );
    const answer = await face.post(URL, data, { ...headers, 'content-type': 'application/json' });
    expect(answer.json()).toEqual({ ...none, accepted: 1 });
    expect(idsRecorded()).toEqual(['A']);
  });

  it('takes a batch and records the good ones of it, in their order', async () => {
    const batch = [event('1'), { ...event('2'), type: 'x' }, event('3'), 'x', event('4')];
    const answer = await face.post(URL, batch, BATCH);
    expect(answer.statusCode).toBe(202);
    expect(Receipt.parse(answer.json())).toMatchObject({
      accepted: 3,
      rejected: 2,
      findings: [
        { index: 1, outcome: 'rejected', code: 'not-a-session-fact' },
        { index: 3, outcome: 'rejected', code: 'not-a-session-fact' },
      ],
    });
    expect(idsRecorded()).toEqual(['1', '3', '4']);
  });

  it('tells what became of each that does not simply count, by its place in the request', async () => {
    outcomes = [
      { outcome: 'duplicate' },
      { outcome: 'quarantined', reason: 'too-old' },
      { outcome: 'ignored' },
    ];
    const answer = await face.post(URL, [{}, event('1'), event('2'), event('3')], BATCH);
    const receipt = Receipt.parse(answer.json());
    expect(receipt).toMatchObject({ duplicates: 1, quarantined: 1, ignored: 1, rejected: 1 });
    expect(receipt.findings.map(({ index, code }) => [index, code])).toEqual([
      [0, 'not-a-session-fact'],
      [2, 'too-old'],
      [3, 'renewed-after-end'],
    ]);
  });

  it('asks nobody when there is nothing to record', async () => {
    expect((await face.post(URL, [], BATCH)).json()).toEqual(none);
    expect((await face.post(URL, {}, STRUCTURED)).json()).toMatchObject({ rejected: 1 });
    expect(face.engine.asked).toEqual([]);
  });

  it('keeps what is not ASCII, and takes a byte order mark off', async () => {
    const payload = `\uFEFF${JSON.stringify(event('é😀'))}`;
    const answer = await face.ask({ method: 'POST', url: URL, payload });
    expect(answer.json()).toMatchObject({ accepted: 1 });
    expect(idsRecorded()).toEqual(['é😀']);
  });

  it('unpacks gzip', async () => {
    const payload = gzipSync(JSON.stringify([event('1'), event('2')]));
    const headers = { ...BATCH, 'content-encoding': 'gzip' };
    const answer = await face.ask({ method: 'POST', url: URL, payload, headers });
    expect(answer.json()).toMatchObject({ accepted: 2 });
  });

  it.each([
    ['text', 'hello', STRUCTURED, 400, 'BODY_UNREADABLE'],
    ['nothing', '', STRUCTURED, 400, 'BODY_UNREADABLE'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), STRUCTURED, 400, 'BODY_UNREADABLE'],
    ['a batch that is no list', '{}', BATCH, 400, 'BODY_UNREADABLE'],
    ['a list that is not marked as a batch', '[]', {}, 400, 'BODY_UNREADABLE'],
    [
      'data in binary mode that is no JSON',
      'x',
      { 'ce-specversion': '1.0', 'content-type': 'application/json' },
      400,
      'BODY_UNREADABLE',
    ],
    ['broken gzip', 'x', { ...BATCH, 'content-encoding': 'gzip' }, 400, 'BODY_UNREADABLE'],
    ['another encoding', 'x', { ...BATCH, 'content-encoding': 'br' }, 415, 'ENCODING_UNKNOWN'],
    [
      'an event of 64 KiB and more',
      JSON.stringify(event('1', { x: 'x'.repeat(65_536) })),
      STRUCTURED,
      413,
      'EVENT_TOO_LARGE',
    ],
    ['1,001 events', JSON.stringify(new Array(1001).fill({})), BATCH, 413, 'TOO_MANY_EVENTS'],
    ['more than 1 MiB', `[${' '.repeat(1 << 20)}]`, BATCH, 413, 'REQUEST_TOO_LARGE'],
    [
      'more than 1 MiB unpacked',
      gzipSync(`[${' '.repeat(1 << 20)}]`),
      { ...BATCH, 'content-encoding': 'gzip' },
      413,
      'REQUEST_TOO_LARGE',
    ],
  ])('refuses %s whole, and records nothing', async (_, payload, headers, status, code) => {
    const answer = await face.ask({ method: 'POST', url: URL, payload, headers });
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code, status }]);
    expect(face.engine.asked).toEqual([]);
  });

  it('rejects of a batch only the event that is too large', async () => {
    const batch = [event('1'), event('2', { x: 'x'.repeat(65_536) }), event('3')];
    const answer = await face.post(URL, batch, BATCH);
    expect(Receipt.parse(answer.json())).toMatchObject({
      accepted: 2,
      findings: [{ index: 1, code: 'too-large' }],
    });
  });

  it.each([
    [new EngineError('INTAKE_BUSY', 'wait', { waiting: 9 }, true), 429, '1'],
    [new EngineError('SHUTTING_DOWN', 'stopping', {}, true), 503, '5'],
    [new StoreFailed('STORE_FULL', 'make room'), 503, '5'],
  ])('passes on %s, and when to come again', async (error, status, seconds) => {
    face.engine.on(RecordSessionFacts, () => {
      throw error;
    });
    const { statusCode, headers, body } = await face.post(URL, event('1'));
    expect([statusCode, headers['retry-after']]).toEqual([status, seconds]);
    expect(JSON.parse(body)).toMatchObject({ code: error.code, detail: error.message });
  });
});

describe('GET /v1/accounts/{account}/session-events', () => {
  it('tells what became of a fact', async () => {
    const at = Date.UTC(2026, 2, 2, 9);
    face.engine.on(GetFact, () => [
      {
        recordedAt: at + 5,
        at,
        version: 3,
        outcome: { outcome: 'quarantined', reason: 'too-old' },
      },
      { recordedAt: at + 9, at, version: 4, outcome: { outcome: 'accepted' }, releasedAt: at + 10 },
    ]);
    const url = '/v1/accounts/acme/session-events?source=%2Fdialer&id=a%20b';
    const answer = await face.get(url);
    expect(face.lastAsked).toMatchObject({ accountId: 'acme', source: '/dialer', id: 'a b' });
    expect(FactJson.parse(answer.json()).records).toEqual([
      {
        recordedAt: '2026-03-02T09:00:00.005Z',
        at: '2026-03-02T09:00:00.000Z',
        version: 3,
        outcome: 'quarantined',
        reason: 'too-old',
      },
      {
        recordedAt: '2026-03-02T09:00:00.009Z',
        at: '2026-03-02T09:00:00.000Z',
        version: 4,
        outcome: 'accepted',
        releasedAt: '2026-03-02T09:00:00.010Z',
      },
    ]);
  });

  it('needs both halves of the identity', async () => {
    const answer = await face.get('/v1/accounts/acme/session-events?source=x');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { code: 'QUERY_INVALID', detail: 'id is missing; it must be 1 to 200 characters' },
    ]);
  });
});
