import fc from 'fast-check';
import { contentModeOf, fromHttpBinary, fromKafkaBinary } from './cloudevents-binary';
import { readSessionFact } from './session-fact';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const data = { accountId: 'acme', sessionId: 's-81', userId: 'u-17', pool: 'elite' };
const attributes = {
  specversion: '1.0',
  id: '01J',
  source: '/dialer/eu-1',
  type: 'seatmeter.session.started.v1',
  time: '2026-03-02T09:00:00.000Z',
};
const prefixed = (prefix: string, fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [prefix + name, String(value)]));
const body = bytes(JSON.stringify(data));

const httpId = (id: string | Uint8Array | string[]) => {
  const read = fromHttpBinary({ 'ce-id': id }, bytes(''));
  return 'problem' in read ? read.problem : read.event.id;
};
const kafkaId = (id: string | Uint8Array | (string | Uint8Array)[]) => {
  const read = fromKafkaBinary({ ce_id: id }, bytes(''));
  return 'problem' in read ? read.problem : read.event.id;
};

describe('an event in binary mode', () => {
  const json = { 'content-type': 'application/json' };
  const structured = { ...attributes, datacontenttype: 'application/json', data };
  const http = fromHttpBinary({ ...prefixed('ce-', attributes), ...json, host: 'x' }, body);
  const kafka = fromKafkaBinary({ ...prefixed('ce_', attributes), ...json, other: 'x' }, body);

  it('is the event of structured mode, over HTTP and over Kafka', () => {
    expect(http).toEqual({ event: structured });
    expect(kafka).toEqual({ event: structured });
  });

  it('is the same session fact in every mode', () => {
    const fact = readSessionFact(structured);
    expect(fact).toHaveProperty('sessionId', 's-81');
    expect([http, kafka].map((read) => 'event' in read && readSessionFact(read.event))).toEqual([
      fact,
      fact,
    ]);
  });

  it('brings its extension attributes along, even one called problem', () => {
    const extended = prefixed('ce-', { ...attributes, problem: 'none', event: '1', reason: 'x' });
    expect(fromHttpBinary(extended, body)).toEqual({
      event: { ...attributes, problem: 'none', event: '1', reason: 'x', data },
    });
  });

  it('takes its data from the body and its content type from content-type, whatever headers say', () => {
    const lying = { ce_data: '{}', ce_datacontenttype: 'text/plain', ce_data_base64: 'e30=' };
    expect(fromKafkaBinary({ ...lying, ...json, ce_id: '1' }, body)).toEqual({
      event: { id: '1', datacontenttype: 'application/json', data },
    });
  });

  it('without a body has no data, which the reader of facts refuses', () => {
    const read = fromHttpBinary(prefixed('ce-', { ...attributes, data: '{}' }), bytes(''));
    expect(read).toEqual({ event: attributes });
  });

  it('never touches a prototype', () => {
    const headers = JSON.parse('{ "ce-__proto__": "x", "ce-constructor": "y" }') as object;
    const read = fromHttpBinary({ ...headers }, bytes('{"__proto__":{"polluted":1}}'));
    expect({}).not.toHaveProperty('polluted');
    expect(Object.keys('event' in read ? read.event : {})).toEqual(['constructor', 'data']);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'text/json',
    'application/vnd.acme.session+json',
  ])('is read as JSON when its content type is %s', (type) => {
    expect(fromHttpBinary({ 'content-type': type }, body)).toHaveProperty('event.data', data);
  });

  it.each([
    'text/plain',
    'application/avro',
    'application/jsonp',
    'application/json; charset=utf-16',
  ])('is refused when its content type is %s', (type) => {
    expect(fromKafkaBinary({ 'content-type': bytes(type) }, body)).toEqual({
      reason: 'not-a-session-fact',
      problem: `content-type must be application/json in UTF-8; it is "${type}"`,
    });
  });

  it.each([['{'], ['{"a":1}x'], [Buffer.from([0x22, 0xc0, 0xa0, 0x22])]])(
    'is refused as not-json when its body is %p',
    (text) => {
      expect(fromHttpBinary({}, Buffer.from(text))).toHaveProperty('reason', 'not-json');
    },
  );
});

describe('an attribute in an HTTP header', () => {
  it.each([
    ['01J', '01J'],
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%e2%82%ac', '€'],
    ['%41', 'A'],
    ['%2541', '%41'],
    ['100%', '100%'],
    ['50%-off', '50%-off'],
    ['"a b"', 'a b'],
    [String.raw`"a \"b\" \\ %20"`, 'a "b" \\  '],
    ['"open', '"open'],
    ['  padded\t', 'padded'],
    ['', ''],
  ])('%j is %j', (header, id) => {
    expect(httpId(header)).toBe(id);
  });

  it.each(['%C0%A0', '%ED%A0%80', '%E2%82', '%FF', 'ü', 'a\u0000b'])(
    '%j is refused: it is not well encoded',
    (header) => {
      expect(httpId(header)).toContain('the header ce-id must be ASCII');
    },
  );

  it('is found whatever the case of its name', () => {
    expect(fromHttpBinary({ 'CE-Id': '1' }, bytes(''))).toEqual({ event: { id: '1' } });
  });

  it('comes back as it was, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        expect(httpId(encodeURIComponent(id))).toBe(id);
      }),
    );
  });
});

describe('an attribute in a Kafka header', () => {
  it('is UTF-8, with nothing to unescape', () => {
    expect(kafkaId(bytes('50%41 "ü" 😀 '))).toBe('50%41 "ü" 😀 ');
    expect(kafkaId('a')).toBe('a');
  });

  it('is refused when it is not UTF-8', () => {
    expect(kafkaId(Buffer.from([0xc0, 0xa0]))).toBe('the header ce_id must be UTF-8');
  });

  it('is refused when it is there twice, for either could be the identity', () => {
    expect(kafkaId([bytes('a'), bytes('b')])).toBe('the header ce_id must be given only once');
    expect(kafkaId([bytes('a')])).toBe('a');
  });
});

describe('contentModeOf', () => {
  it.each([
    ['structured', { 'content-type': 'application/cloudevents+json; charset=utf-8' }],
    [
      'structured',
      { 'content-type': bytes('Application/CloudEvents+JSON'), ce_specversion: '1.0' },
    ],
    ['batched', { 'content-type': 'application/cloudevents-batch+json' }],
    ['binary', { 'content-type': 'application/json', 'ce-specversion': '1.0' }],
    ['binary', { ce_specversion: bytes('1.0') }],
    ['structured', { 'content-type': 'application/json' }],
    ['structured', {}],
  ] as const)('is %s for %j', (mode, headers) => {
    expect(contentModeOf(headers)).toBe(mode);
  });
});
