import fc from 'fast-check';
import { damage, damaged, files } from './testing/lines';
import { byTheBook, scan } from './testing/listener';

const CHUNKS = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constantFrom(1000, 1_000_000));

const line = (): string =>
  `${JSON.stringify({
    specversion: '1.0',
    id: '01JNA2',
    source: '/dialer/eu-1',
    type: 'seatmeter.session.started.v1',
    time: '2026-03-02T09:00:00.000Z',
    note: 'a b',
    n: 10,
    data: {
      accountId: 'acme',
      sessionId: 's-81',
      userId: 'u-17',
      pool: 'elite',
      leaseSeconds: 900,
    },
  })}\n`;

describe('a scanned file says what JSON.parse says, line by line', () => {
  it('whatever its emitters write, in chunks of whatever size', () => {
    fc.assert(
      fc.property(files, CHUNKS, (file, chunk) => {
        expect(scan(file, chunk).outcomes).toEqual(byTheBook(file));
      }),
      { numRuns: 1500 },
    );
  });

  it('whatever happened to its bytes', () => {
    fc.assert(
      fc.property(files, damage, CHUNKS, (file, wounds, chunk) => {
        const bytes = damaged(file, wounds);
        expect(scan(bytes, chunk).outcomes).toEqual(byTheBook(bytes));
      }),
      { numRuns: 1500 },
    );
  });

  it('whichever byte of a line of a learned layout is another', () => {
    const learned = Buffer.from(line());
    for (let at = 0; at < learned.length; at += 1) {
      const mutants = [0x00, 0x09, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5c, 0x61, 0x7d, 0x80, 0xff].map(
        (byte) => Buffer.from(learned).fill(byte, at, at + 1),
      );
      const file = Buffer.concat([learned, ...mutants, learned.subarray(0, at)]);
      expect(scan(file).outcomes).toEqual(byTheBook(file));
    }
  });

  it('when a part of a known time is nothing but zero bytes', () => {
    const learned = Buffer.from(line());
    const time = learned.indexOf('2026-03-02T');
    const lines = [8, 10, 16, 24].map((length) =>
      Buffer.from(learned).fill(0, time, time + length),
    );
    const file = Buffer.concat([learned, ...lines, learned, ...lines, learned]);
    expect(scan(file).outcomes).toEqual(byTheBook(file));
  });

  it('of whatever day and hour, one after the other', () => {
    const days = [
      '2026-02-28',
      '2026-02-29',
      '2024-02-29',
      '1999-12-31',
      '2099-12-31',
      '2100-01-01',
    ];
    const clocks = ['00:00:00.000', '23:59:59.999', '24:00:00.000', '19:60:00.000', '29:00:00.000'];
    const times = days.flatMap((day) => clocks.map((clock) => `${day}T${clock}Z`));
    const lines = [...times, ...times].map((time) => line().replace(/2026-03-02T[^"]+/, time));
    const file = Buffer.from([line(), ...lines].join(''));
    expect(scan(file).outcomes).toEqual(byTheBook(file));
  });
});
