import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, digestOf, sha256Of } from './digest';
import { march } from './statement-schema.example';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785', () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false] }`);
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code units', () => {
    const value = { '\ufb33': 1, '😀': 2, '\u20ac': 3, '\r': 4, '1': 5, '\u0080': 6, ö: 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      5, 4, 6, 7, 3, 2, 1,
    ]);
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it.each([[undefined], [NaN], [[Infinity]], [() => 1]])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

describe('sha256Of', () => {
  it('is the SHA-256 of the UTF-8 bytes', () => {
    const hex = createHash('sha256').update('{"a":"ü"}').digest('hex');
    expect(sha256Of({ a: 'ü' })).toBe(`sha256:${hex}`);
  });

  it('does not care about the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(sha256Of(turned)).toBe(sha256Of(value));
      }),
    );
  });
});

describe('digestOf', () => {
  it('stays the same when a cycle is closed and what is around the figure changes', () => {
    const closed = {
      ...march,
      status: 'final' as const,
      readings: { ...march.readings, none: 9 },
      adjustments: [{ statement: march.digest, cycle: march.cycle, seats: -1, causes: [] }],
      quality: { quarantined: 3, inferredEnds: 1, inferredSeatMs: 5 },
      meta: { schema: 1, rules: 1, tzdata: '2027a' },
      digest: 'sha256:other',
    };
    expect(digestOf(closed)).toBe(digestOf(march));
  });

  it.each([
    { accountId: 'other' },
    { poolId: 'other' },
    { asOf: '2026-03-09T00:00:00.000Z' },
    { cycle: march.dueIn },
    { dueIn: march.cycle },
    { capacity: [] },
    { peak: { seats: 106, at: march.peak.at } },
    { overageSeats: 6 },
    { seatMs: { ...march.seatMs, billable: 1 } },
    { excursions: [] },
    { amount: { currency: 'USD', value: '225.0' } },
    { policy: { ...march.policy, version: 2 } },
  ])('changes with %j', (change) => {
    expect(digestOf({ ...march, ...change })).not.toBe(digestOf(march));
  });

  it('is the same for a statement without a price, whether amount is left out or undefined', () => {
    const { amount, ...without } = march;
    expect(amount).toBeDefined();
    expect(digestOf({ ...march, amount: undefined })).toBe(digestOf(without));
  });
});
