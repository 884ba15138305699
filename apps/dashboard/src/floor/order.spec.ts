import { compareTrouble, totalsOf, type Update } from './order';

const pool = (poolId: string, standing: object): Update => ({
  accountId: 'acme',
  poolId,
  at: '2026-03-02T09:00:00.000Z',
  seatsUsed: 3,
  capacity: 2,
  standing: { seatsBilledSoFar: 0, newSeatsAtRisk: 0, ...standing } as Update['standing'],
});
const late = { phase: 'grace', seatsOver: 1, billableAt: '2026-03-02T09:20:00.000Z' };
const soon = { ...late, billableAt: '2026-03-02T09:01:00.000Z' };
const over = { phase: 'overage', seatsOver: 1, seatsBillable: 1 };
const covered = { phase: 'grace', seatsOver: 1 };
const full = { phase: 'within', seatsFree: 0 };
const free = { phase: 'within', seatsFree: 4 };

it('puts trouble first: billed soonest, over, full, then by name', () => {
  const updates = [
    pool('b', free),
    pool('a', free),
    pool('full', full),
    pool('covered', covered),
    pool('over', over),
    pool('late', late),
    pool('soon', soon),
  ];
  expect(updates.sort(compareTrouble).map(({ poolId }) => poolId)).toEqual([
    'soon',
    'late',
    'over',
    'covered',
    'full',
    'a',
    'b',
  ]);
});

it('adds up the floor, and names who is billed next', () => {
  const totals = totalsOf([pool('a', free), pool('b', late), pool('c', soon), pool('d', over)]);
  expect(totals).toMatchObject({ used: 12, capacity: 8, within: 1, grace: 2, overage: 1 });
  expect(totals.next?.poolId).toBe('c');
  expect(totalsOf([pool('d', over)]).next).toBeUndefined();
});
