import type { Agreement } from './agreement';
import { BillingCycles } from './billing-cycle';
import { PoolMeter } from './pool-meter';
import { policyOf, PRESETS, type PolicyTerms } from './policy';
import type { Standing } from './standing';
import { FROM_THE_BEGINNING, type Instant } from './time';

const at = (time: string): Instant => Date.parse(`2026-03-${time.replace(' ', 'T')}:00.000Z`);

const TEN = { from: FROM_THE_BEGINNING, seats: 10 };

/** A pool of 10 seats under the default policy but for `terms`. */
const meter = (terms: Partial<PolicyTerms> = {}, capacity = [TEN]): PoolMeter => {
  const policy = policyOf({ ...PRESETS['zoom-cc'], ...terms });
  const pool = { id: 'p', model: 'concurrent', licence: null, capacity, prices: [] } as const;
  const agreement: Agreement = {
    accountId: 'acme',
    startsAt: null,
    endsAt: null,
    calendars: [{ from: FROM_THE_BEGINNING, timeZone: 'UTC', anchorDay: 1 }],
    policies: [{ from: FROM_THE_BEGINNING, version: 1, hash: 'h', policy }],
    pools: [pool],
    users: new Map(),
    licenceOrder: [],
  };
  return new PoolMeter(pool, new BillingCycles(agreement, at('02 09:00')));
};

/** The standing at `now` after the occupancies told. */
const standing = (one: PoolMeter, now: string, ...told: [string, number][]): Standing => {
  for (const [time, seats] of told) one.occupy(at(time), seats);
  return one.standing(at(now));
};

it('says of a moment to come what a capacity step makes of it, and changes nothing', () => {
  const one = meter({}, [TEN, { from: at('02 10:00'), seats: 5 }]);
  one.occupy(at('02 09:00'), 7);
  expect(one.momentAt(at('02 10:10'))).toMatchObject({
    capacity: 5,
    standing: { phase: 'grace', seatsOver: 2, billableAt: at('02 10:30') },
  });
  expect(one.now).toEqual({ seatsUsed: 7, capacity: 10 });
});

describe('where a pool stands', () => {
  it('within capacity it says how many seats are free', () => {
    expect(standing(meter(), '02 09:00', ['02 09:00', 7])).toStrictEqual({
      phase: 'within',
      seatsFree: 3,
      seatsBilledSoFar: 0,
    });
  });

  it('over capacity every seat has a clock of its own, and the first to end is told', () => {
    const told: [string, number][] = [
      ['02 09:00', 12],
      ['02 09:10', 13],
    ];
    expect(standing(meter(), '02 09:20', ...told)).toStrictEqual({
      phase: 'grace',
      seatsOver: 3,
      seatsBilledSoFar: 0,
      newSeatsAtRisk: 3,
      billableAt: at('02 09:30'),
    });
  });

  it('at exactly the end of its grace a seat is past it, and the next one counts down', () => {
    const told: [string, number][] = [
      ['02 09:00', 12],
      ['02 09:10', 13],
    ];
    expect(standing(meter(), '02 09:30', ...told)).toStrictEqual({
      phase: 'overage',
      seatsOver: 3,
      seatsBillable: 2,
      seatsBilledSoFar: 2,
      newSeatsAtRisk: 1,
      billableAt: at('02 09:40'),
    });
  });

  it('a pool billed for five seats this cycle has nothing at risk at five over', () => {
    const told: [string, number][] = [
      ['02 09:00', 15],
      ['02 10:00', 8],
      ['03 09:00', 15],
    ];
    expect(standing(meter(), '03 09:10', ...told)).toStrictEqual({
      phase: 'grace',
      seatsOver: 5,
      seatsBilledSoFar: 5,
      newSeatsAtRisk: 0,
    });
  });

  it('a grace that would end in the next cycle puts nothing of this one at risk', () => {
    expect(standing(meter(), '31 23:50', ['31 23:45', 12])).toStrictEqual({
      phase: 'grace',
      seatsOver: 2,
      seatsBilledSoFar: 0,
      newSeatsAtRisk: 0,
    });
  });

  it('asking between two changes of one instant restarts no clock', () => {
    const one = meter();
    standing(one, '02 09:20', ['02 09:00', 12], ['02 09:20', 9]);
    expect(standing(one, '02 09:25', ['02 09:20', 12])).toMatchObject({
      billableAt: at('02 09:30'),
    });
  });

  it('without a grace every excess is billed at once', () => {
    expect(standing(meter({ graceModel: 'none' }), '02 09:01', ['02 09:00', 12])).toMatchObject({
      phase: 'overage',
      seatsBillable: 2,
      seatsBilledSoFar: 2,
      newSeatsAtRisk: 0,
    });
  });

  it('under level-cumulative the total of the next level counts down', () => {
    const told: [string, number][] = [
      ['02 09:00', 12],
      ['02 09:20', 10],
      ['02 11:00', 11],
    ];
    expect(standing(meter({ graceModel: 'level-cumulative' }), '02 11:05', ...told)).toMatchObject({
      phase: 'grace',
      newSeatsAtRisk: 1,
      billableAt: at('02 11:10'),
    });
  });

  it.each([
    ['23:30', { newSeatsAtRisk: 2, billableAt: Date.parse('2026-04-01') }],
    ['23:31', { newSeatsAtRisk: 0 }],
  ])(
    "under level-cumulative a total that begins at %s has to be reached by the cycle's end",
    (time, atRisk) => {
      const one = meter({ graceModel: 'level-cumulative' });
      expect(standing(one, '31 23:50', [`31 ${time}`, 12])).toStrictEqual({
        phase: 'grace',
        seatsOver: 2,
        seatsBilledSoFar: 0,
        ...atRisk,
      });
    },
  );

  it.each([
    ['09:30', 0],
    ['09:31', 2],
  ])('an excursion that ends at %s, where it is asked about, bills %i seats', (end, seats) => {
    const told: [string, number][] = [
      ['02 09:00', 12],
      [`02 ${end}`, 9],
    ];
    expect(standing(meter({ graceModel: 'excursion-full' }), `02 ${end}`, ...told)).toStrictEqual({
      phase: 'within',
      seatsFree: 1,
      seatsBilledSoFar: seats,
    });
  });

  it.each(['excursion-full', 'excursion-deductible'] as const)(
    '%s goes by level 1',
    (graceModel) => {
      const told: [string, number][] = [
        ['02 09:00', 11],
        ['02 09:29', 14],
      ];
      expect(standing(meter({ graceModel }), '02 09:29', ...told)).toMatchObject({
        phase: 'grace',
        newSeatsAtRisk: 4,
        billableAt: at('02 09:30'),
      });
      expect(standing(meter({ graceModel }), '02 09:31', ...told)).toMatchObject({
        phase: 'overage',
        seatsBillable: 4,
        seatsBilledSoFar: 4,
      });
    },
  );
});
