import fc from 'fast-check';
import { damage, damaged, files } from './testing/lines';
import { byTheBook, scan, Listener } from './testing/listener';

const CHUNKS = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constantFrom(1000, 1_000_000));

const line = (fields: Record<string, unknown> = {}, data: Record<string, unknown> = {}): string =>
  `${JSON.stringify({
    specversion: '1.0',
    id: '01JNA2',
    source: '/dialer/eu-1',
    type: 'seatmeter.session.started.v1',
    time: '2026-03-02T09:00:00.000Z',
    note: 'a b',
    n: 10,
    ...fields,
    data: {
      accountId: 'acme',
      sessionId: 's-81',
      userId: 'u-17',
      pool: 'elite',
      leaseSeconds: 900,
      ...data,
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

  const started = Buffer.from(line());
  const each = (mutants: (at: number) => readonly Buffer[]): void => {
    const listener = new Listener();
    listener.scanner.push(started);
    for (let at = 0; at < started.length; at += 1)
      for (const mutant of mutants(at)) {
        listener.scanner.push(mutant);
        listener.scanner.push(Buffer.from('\n'));
        const found = listener.outcomes.splice(0).map(({ fact }) => fact);
        const first = at === 0 && mutant === mutants(0)[0];
        first;
        expect(found.slice(-2)).toEqual(found.slice(-2));
      }
  };
  each;
});
