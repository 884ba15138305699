import { readSessionFact } from './session-fact';

const data = { accountId: 'acme', sessionId: 's-81', userId: 'u-17', pool: 'elite' };
const event = {
  specversion: '1.0',
  id: '01J',
  source: '/dialer/eu-1',
  type: 'seatmeter.session.started.v1',
  time: '2026-03-02T09:00:00.000Z',
  data,
};
const withData = (fields: object): unknown => ({ ...event, data: { ...data, ...fields } });
const problemOf = (value: unknown): string => {
  const read = readSessionFact(value);
  return 'problem' in read ? read.problem : 'none';
};

describe('readSessionFact', () => {
  it('reads a started session with all it may say', () => {
    const said = { activity: 'work-session', leaseSeconds: 900, reason: '' };
    expect(readSessionFact(withData(said))).toEqual({
      accountId: 'acme',
      source: '/dialer/eu-1',
      id: '01J',
      type: 'started',
      at: Date.UTC(2026, 2, 2, 9),
      sessionId: 's-81',
      userId: 'u-17',
      pool: 'elite',
      activity: 'work-session',
      leaseSeconds: 900,
      reason: '',
    });
  });

  it.each(['renewed', 'ended'])('reads a session %s that names neither user nor pool', (type) => {
    const bare = {
      ...event,
      type: `seatmeter.session.${type}.v1`,
      data: { accountId: 'acme', sessionId: 's-81' },
    };
    expect(readSessionFact(bare)).toEqual({
      accountId: 'acme',
      source: '/dialer/eu-1',
      id: '01J',
      type,
      at: Date.UTC(2026, 2, 2, 9),
      sessionId: 's-81',
    });
  });

  it('takes null for absent and drops fields it does not know', () => {
    const nulls = {
      pool: null,
      leaseSeconds: null,
      activity: null,
      reason: null,
      colour: { a: 1 },
    };
    expect(readSessionFact({ ...(withData(nulls) as object), subject: [1] })).toEqual({
      accountId: 'acme',
      source: '/dialer/eu-1',
      id: '01J',
      type: 'started',
      at: Date.UTC(2026, 2, 2, 9),
      sessionId: 's-81',
      userId: 'u-17',
    });
  });

  it.each(['__proto__', 'constructor', 'ü', '\ud800', ' ', '\u0000', 'x'.repeat(200)])(
    'takes %j for an ordinary id',
    (id) => {
      const strange = { ...event, id, source: id, data: { ...data, sessionId: id, userId: id } };
      expect(readSessionFact(strange)).toMatchObject({ id, source: id, sessionId: id, userId: id });
    },
  );

  it('reads the fields a JSON document owns, not those of a prototype', () => {
    const text = JSON.stringify(event).replace('"accountId"', '"__proto__":{"pool":1},"accountId"');
    expect(readSessionFact(JSON.parse(text))).toEqual(readSessionFact(event));
  });

  it.each([
    ['null', null],
    ['a string', 'started'],
    ['a list', [event]],
  ])('refuses %s', (_, value) => {
    expect(problemOf(value)).toContain('must be a JSON object');
  });

  it.each([
    ['specversion', { specversion: '0.3' }],
    ['specversion', { specversion: 1 }],
    ['type', { type: 'seatmeter.session.observed.v1' }],
    ['type', { type: undefined }],
    ['type', { type: 'constructor' }],
    ['id', { id: '' }],
    ['id', { id: 'x'.repeat(201) }],
    ['id', { id: 7 }],
    ['source', { source: null }],
    ['source', { source: '' }],
    ['time', { time: '2026-03-02T09:00:00' }],
    ['time', { time: '1999-12-31T23:59:59Z' }],
    ['time', { time: 1772442000000 }],
    ['data', { data: undefined }],
    ['data', { data: [] }],
    ['data', { data: '{}' }],
  ])('refuses an event with a wrong %s: %j', (field, fields) => {
    expect(problemOf({ ...event, ...fields })).toContain(`"${field}" must be`);
  });

  it.each([
    ['accountId', [undefined, null, '', 7, '-a', 'a b', 'ä', 'a\n', 'x'.repeat(201)]],
    ['sessionId', [undefined, null, '', 7, 'x'.repeat(201)]],
    ['userId', ['', 7, {}, 'x'.repeat(201)]],
    ['pool', ['', 7, '.a', 'a/b', 'x'.repeat(201)]],
    ['leaseSeconds', ['900', 0, -0, -1, 604801, 1.5, NaN, Infinity, true, {}]],
    ['activity', [7, false, []]],
    ['reason', [7, false, {}]],
  ])('refuses a wrong %s whatever the type', (field, values) => {
    for (const type of ['started', 'renewed', 'ended'])
      for (const value of values) {
        const wrong = { ...data, [field]: value };
        const sent = { ...event, type: `seatmeter.session.${type}.v1`, data: wrong };
        expect(problemOf(sent)).toContain(`"data.${field}" must be`);
      }
  });

  it.each([1, 604800, Number('900.0'), Number('9e2')])('takes a lease of %d s', (lease) => {
    expect(readSessionFact(withData({ leaseSeconds: lease }))).toMatchObject({
      leaseSeconds: lease,
    });
  });

  it.each([undefined, null])('refuses a started session with userId %s', (userId) => {
    expect(problemOf(withData({ userId }))).toBe(
      '"data.userId" is missing: a started session needs its user',
    );
  });

  it('says what it found, but never an id that may name a person', () => {
    expect(problemOf({ ...event, specversion: '0.3' })).toContain('it is "0.3"');
    expect(problemOf(withData({ leaseSeconds: 0 }))).toContain('it is 0');
    expect(problemOf({ ...event, time: 'x'.repeat(99) })).toContain(`"${'x'.repeat(60)}…"`);
    expect(problemOf(withData({ userId: 'ann'.repeat(99) }))).toContain('it has 297');
    expect(problemOf(withData({ userId: 4711 }))).toContain('it is a number');
  });
});
