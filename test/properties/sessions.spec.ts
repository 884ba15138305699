import type { Instant } from '@seatmeter/metering';
import fc from 'fast-check';
import { LeaseQueue } from '../../libs/metering/src/lease-queue';
import { SessionTable } from '../../libs/metering/src/session-table';
import { expectEqual, holdsFor } from './property';

/** The session that ends at an instant; null: whoever is next is taken out. */
const queued = fc.array(fc.option(fc.nat({ max: 20 }), { freq: 3 }), {
  maxLength: 60,
  size: 'max',
});

it('whoever ends first is taken out of the queue first', () => {
  holdsFor(0.05, queued, (steps) => {
    const queue = new LeaseQueue();
    const left = new Map<number, Instant>();
    const take = (): void => {
      const earliest = Math.min(...left.values());
      expect(queue.next).toBe(earliest);
      if (earliest === Infinity) return;
      const session = queue.take();
      expect(left.get(session)).toBe(earliest);
      left.delete(session);
    };
    steps.forEach((end, session) => {
      if (end === null) {
        take();
        return;
      }
      queue.add(end, session);
      left.set(session, end);
    });
    while (left.size > 0) take();
    expect(queue.next).toBe(Infinity);
  });
});

interface Fact {
  readonly kind: number;
  readonly after: number;
  readonly session: number;
  readonly user: number;
  readonly leaseSeconds: number;
}
const facts = fc.array(
  fc.record<Fact>({
    kind: fc.constantFrom(0, 0, 1, 2),
    after: fc.constantFrom(0, 1000, 4000),
    session: fc.nat({ max: 9 }),
    user: fc.constantFrom(0, 0, 0, 1),
    leaseSeconds: fc.constantFrom(0, 1, 3, 9),
  }),
  { maxLength: 40, size: 'max' },
);

/** All that a table with room for so many sessions says of the facts, and tells of the seats. */
const toldBy = (happened: readonly Fact[], room?: number): unknown[] => {
  const told: unknown[] = [];
  const table = new SessionTable(
    { change: (...seat) => told.push(seat), inferredEnd: (...end) => told.push(end) },
    room,
  );
  table.leaseTtl = 5000;
  let at = 0;
  for (const { kind, after, session, user, leaseSeconds } of happened) {
    at += after;
    while (table.nextLeaseEnd <= at) table.lapseNext();
    told.push(table.isOpen(session));
    told.push(table.apply(kind, at, session, user, 0, leaseSeconds));
  }
  while (table.nextLeaseEnd < Infinity) table.lapseNext();
  return told;
};

it('a table without enough room for the sessions makes it, and forgets none', () => {
  holdsFor(0.05, facts, (happened) => {
    const told = toldBy(happened);
    expectEqual(toldBy(happened, 0), told);
    expectEqual(toldBy(happened, 3), told);
  });
});
