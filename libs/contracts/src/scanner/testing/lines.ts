import fc from 'fast-check';

type Json = fc.Arbitrary<string>;

const atNine = (ms: number): string => new Date(Date.UTC(2026, 2, 2, 9) + ms).toISOString();

const texts = fc.oneof(
  { weight: 12, arbitrary: fc.stringMatching(/^[a-zA-Z0-9 !#/_-]{1,12}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  fc.constantFrom('', '"', '\\', '\n', 'ü', '\ud800', '\udc00\ud800', '😀', '__proto__'),
  fc.integer({ min: 195, max: 205 }).map((length) => 'x'.repeat(length)),
);
const names = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom('acme', 'elite', 'premium', 'A.b_c~d-e') },
  texts,
);
const instants = fc
  .integer({ min: Date.UTC(1999, 11, 31), max: Date.UTC(2100, 0, 2) })
  .map((at) => new Date(at).toISOString());
const zones = fc.constantFrom('+05:30', '-00:00', '-23:59', '+24:00', '+0100', '', 'z', '1Z');
const times = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 99_999 }).map(atNine) },
  instants,
  fc.tuple(instants, zones).map(([instant, zone]) => instant.slice(0, -1) + zone),
  instants.map((instant) => instant.replace(/\.\d+/, '')),
  fc.constantFrom('2026-02-29T09:00:00Z', '2026-03-02T24:00:00Z', '2026-03-02t09:00:00.5Z', ''),
);
const leases = fc.constantFrom('900', '1', '604800', '604801', '0', '900.0', '9e2', '0900');
const strange = fc.oneof(
  fc.constantFrom('null', 'true', '{}', '[]', '[1,{"id":"x"}]', '{"pool":"x"}', '1.5', '00'),
  fc.constantFrom('1e400', '-0', '-5', '1000000', '99999999999999999999'),
  texts.map((text) => JSON.stringify(text)),
  leases,
  fc.json({ maxDepth: 2 }),
);
const or = (usual: Json): Json => fc.oneof({ weight: 25, arbitrary: usual }, strange);
const text = (values: fc.Arbitrary<string>): Json =>
  or(values.map((value) => JSON.stringify(value)));

const types = ['started', 'renewed', 'ended'].map((type) => `"seatmeter.session.${type}.v1"`);
const VALUES: Readonly<Record<string, Json>> = {
  specversion: fc.oneof({ weight: 40, arbitrary: fc.constant('"1.0"') }, strange),
  id: text(texts),
  source: text(names),
  type: fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...types) }, strange),
  time: text(times),
  accountId: text(names),
  sessionId: text(texts),
  userId: text(texts),
  pool: text(names),
  activity: text(names),
  reason: text(names),
  leaseSeconds: or(leases),
  subject: strange,
  'a b': text(texts),
  n: leases,
};
const ENVELOPE = ['specversion', 'id', 'source', 'type', 'time', 'data'];
const DATA = ['accountId', 'sessionId', 'userId'];
const OPTIONAL = ['pool', 'activity', 'reason', 'leaseSeconds'];

/** Now and then a key too many, one too few, or one twice. */
const keys = (usual: readonly string[]): fc.Arbitrary<string[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...usual], { minLength: usual.length }),
      fc.array(fc.constantFrom(...Object.keys(VALUES), 'data'), { maxLength: 1 }),
      fc.integer({ min: 0, max: 60 }),
    )
    .map(([all, more, drop]) => [...all, ...more].filter((_, index) => index !== drop));

const SPACES = fc.constantFrom('', '', ' ', '\t', '  ');

/** One emitter: its keys in its order, with its spaces and line ends; each line with other values. */
const emitters = fc
  .record({
    envelope: keys(ENVELOPE),
    data: fc.subarray(OPTIONAL).chain((some) => keys([...DATA, ...some])),
    space: SPACES,
    end: fc.constantFrom('\n', '\n', '\r\n', ' \n'),
  })
  .map(({ envelope, data, space, end }) => {
    const object = (members: readonly string[], values: Record<string, Json>): Json =>
      fc
        .tuple(...members.map((key) => values[key]!))
        .map((jsons) => jsons.map((json, at) => `"${members[at]!}":${space}${json}`))
        .map((pairs) => `{${space}${pairs.join(`,${space}`)}${space}}`);
    const inner = object(data, { ...VALUES, data: fc.constant('{}') });
    return object(envelope, { ...VALUES, data: inner }).map((line) => line + end);
  });

/** Bytes as files hold them: lines of a few emitters in turn, right and wrong, and a stray line. */
export const files: fc.Arbitrary<Buffer> = fc
  .array(emitters, { minLength: 1, maxLength: 3 })
  .chain((some) =>
    fc.tuple(
      fc.array(fc.oneof(...some), { minLength: 1, maxLength: 24 }),
      fc.constantFrom('', '\ufeff', '\n', ' \r\n', '{}\n'),
      fc.integer({ min: -3, max: 3 }),
    ),
  )
  .map(([lines, head, cut]) =>
    Buffer.from(head + lines.join('')).subarray(0, cut < 0 ? cut : undefined),
  );

/** Damage to a file: at some places a byte is set, dropped or doubled. */
export const damage = fc.array(
  fc.record({
    at: fc.nat(8000),
    byte: fc.oneof(
      fc.constantFrom(...Buffer.from('"\\{}[]:, \n\r\t0129ZT.-\u00fc\ufeff')),
      fc.nat(255),
    ),
    how: fc.constantFrom('set', 'drop', 'double'),
  }),
  { maxLength: 4 },
);
export const damaged = (
  file: Buffer,
  wounds: readonly { at: number; byte: number; how: string }[],
): Buffer =>
  wounds.reduce((bytes, { at, byte, how }) => {
    const place = at % (bytes.length + 1);
    const middle =
      how === 'set' ? [byte] : how === 'drop' ? [] : [...bytes.subarray(place, place + 1), byte];
    return Buffer.concat([
      bytes.subarray(0, place),
      Buffer.from(middle),
      bytes.subarray(place + 1),
    ]);
  }, file);
