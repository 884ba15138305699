import fc from 'fast-check';
import { readSessionFact } from './session-fact';
import { SessionFactEvent } from './session-fact-schema';

const oddValues: readonly unknown[] = [
  undefined,
  null,
  '',
  '__proto__',
  'a b',
  '-a',
  'x'.repeat(200),
  'x'.repeat(201),
  '😀'.repeat(100),
  '😀'.repeat(101),
  0,
  1,
  -0,
  900.5,
  604_800,
  604_801,
  NaN,
  true,
  [],
  {},
];
const timeValues: readonly unknown[] = [
  '2026-03-02T09:00:00Z',
  '2026-03-02t09:00:00.123456+14:00',
  '1999-12-31T23:00:00-02:00',
  '2000-01-01T00:30:00+01:00',
  '2099-12-31T23:59:59.999Z',
  '2100-01-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-03-02T24:00:00Z',
  '2026-03-02T09:00:60Z',
  '2026-03-02T09:00:00',
  '2026-03-02',
  '2026-03-02T09:00:00.Z',
  '2026-03-02T09:00:00Z\n',
];
const types = fc.constantFrom<unknown>(
  'seatmeter.session.started.v1',
  'seatmeter.session.renewed.v1',
  'seatmeter.session.ended.v1',
  'seatmeter.session.observed.v1',
);
const oddities = fc.constantFrom(...oddValues);
const times = fc.constantFrom(...timeValues);
const mostly = (good: unknown, odd: fc.Arbitrary<unknown> = oddities) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: odd });

const data = fc.record({
  accountId: mostly('acme'),
  sessionId: mostly('s-81'),
  userId: mostly('u-17'),
  pool: mostly('elite'),
  leaseSeconds: mostly(900),
  activity: mostly('work-session'),
  reason: mostly(null),
  colour: fc.anything(),
});
const event = fc.record({
  specversion: mostly('1.0'),
  id: mostly('01J'),
  source: mostly('/dialer/eu-1'),
  type: types,
  time: mostly('2026-03-02T09:00:00.000Z', fc.oneof(times, oddities)),
  data: mostly({}, oddities).chain((odd) =>
    JSON.stringify(odd) === '{}' ? data : fc.constant(odd),
  ),
  subject: fc.anything(),
});

const accepted = (value: unknown): boolean => SessionFactEvent.safeParse(value).success;
const isRead = (value: unknown): boolean => !('problem' in readSessionFact(value));
const fact = {
  specversion: '1.0',
  id: '01J',
  source: '/dialer/eu-1',
  time: '2026-03-02T09:00:00.000Z',
};
const inData = {
  accountId: 'acme',
  sessionId: 's-81',
  userId: 'u-17',
  pool: 'elite',
  leaseSeconds: 900,
  activity: 'work-session',
  reason: 'signed-out',
};

describe('SessionFactEvent', () => {
  it.each(['started', 'renewed', 'ended'])('judges each field of %s as the meter does', (kind) => {
    const type = `seatmeter.session.${kind}.v1`;
    for (const odd of [...oddValues, ...timeValues]) {
      for (const field of Object.keys(fact)) {
        const event = { ...fact, type, data: inData, [field]: odd };
        expect([field, odd, accepted(event)]).toEqual([field, odd, isRead(event)]);
      }
      for (const field of Object.keys(inData)) {
        const event = { ...fact, type, data: { ...inData, [field]: odd } };
        expect([field, odd, accepted(event)]).toEqual([field, odd, isRead(event)]);
      }
    }
  });

  it('accepts exactly the events the meter reads', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: event }, fc.anything()), (value) => {
        expect(accepted(value)).toBe(isRead(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('drops fields it does not know and never lets one reach a prototype', () => {
    const text = `{ "specversion": "1.0", "id": "__proto__", "source": "s", "type": "seatmeter.session.ended.v1",
      "time": "2026-03-02T09:00:00Z", "__proto__": { "polluted": 1 },
      "data": { "accountId": "acme", "sessionId": "__proto__", "__proto__": { "pool": "elite" } } }`;
    expect(SessionFactEvent.parse(JSON.parse(text))).toEqual({
      specversion: '1.0',
      id: '__proto__',
      source: 's',
      type: 'seatmeter.session.ended.v1',
      time: '2026-03-02T09:00:00Z',
      data: { accountId: 'acme', sessionId: '__proto__' },
    });
    expect({}).not.toHaveProperty('polluted');
  });
});
