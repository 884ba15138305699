import type { Agreement } from '@seatmeter/metering';
import {
  at,
  contract,
  during,
  ended,
  HOUR,
  MINUTE,
  policy,
  pool,
  signIn,
  signOut,
  started,
  toldOfEveryMeter,
} from './given';

const noSeats = (terms: Parameters<typeof policy>[0] = {}): Agreement =>
  contract({ pools: [pool('elite', 0)], policies: [policy(terms)] });
const inclusive = noSeats({ graceBoundary: 'inclusive' });

toldOfEveryMeter((given) => {
  /** Default figures of March and April for one session. */
  const figuresFor = (agreement: Agreement, from: string, to: string): readonly number[] =>
    given(agreement, during(from, to, 's'))
      .asOf('04-20 00:00')
      .cyclesOf('elite')
      .map(({ readings }) => readings['level-contiguous']);

  describe('a span bills the cycle that holds the end of its grace', () => {
    it('under an exclusive boundary the new cycle when the grace ends where the cycles meet', () => {
      expect(figuresFor(noSeats(), '03-31 23:30', '04-01 00:00:00.001')).toEqual([0, 1]);
      expect(figuresFor(noSeats(), '03-31 23:29:59.999', '04-01 00:00')).toEqual([1, 0]);
    });

    it('under an inclusive boundary the old cycle when the grace ends where the cycles meet', () => {
      expect(figuresFor(inclusive, '03-31 23:30', '04-01 00:00')).toEqual([1, 0]);
      expect(figuresFor(inclusive, '03-31 23:30', '04-01 00:29:59.999')).toEqual([1, 0]);
      expect(figuresFor(inclusive, '03-31 23:30:00.001', '04-01 00:00:00.001')).toEqual([0, 1]);
    });

    it('and any later cycle that itself holds more than the grace of it', () => {
      expect(figuresFor(noSeats(), '03-31 23:00', '04-01 00:30')).toEqual([1, 0]);
      expect(figuresFor(noSeats(), '03-31 23:00', '04-01 00:30:00.001')).toEqual([1, 1]);
    });

    it('at least the grace of it when the boundary is inclusive', () => {
      expect(figuresFor(inclusive, '03-31 23:00', '04-01 00:29:59.999')).toEqual([1, 0]);
      expect(figuresFor(inclusive, '03-31 23:00', '04-01 00:30')).toEqual([1, 1]);
    });

    it('never an earlier one, however much of the span it held', () => {
      const twoHours = noSeats({ graceDuration: 2 * HOUR });
      expect(figuresFor(twoHours, '03-31 22:15', '04-01 00:30')).toEqual([0, 1]);
    });

    it('every cycle that a span fills from end to end', () => {
      const { overage } = given(noSeats(), started('01-31 22:00', 's')).asOf('04-10 00:00');
      expect(overage).toEqual([1, 1, 1, 1]);
    });
  });

  it('the highest level that bills is billed, though a lower one bills another cycle', () => {
    const [march, april] = given(
      noSeats(),
      during('03-31 23:00', '04-01 00:20', 'ann'),
      during('03-31 23:45', '04-01 00:20', 'ben'),
    )
      .asOf('04-20 00:00')
      .cyclesOf('elite');
    expect(march!.readings['level-contiguous']).toBe(1);
    expect(april!.readings['level-contiguous']).toBe(2);
    expect(april!.readings['excursion-full']).toBe(0);
    expect(march!.seatMs).toMatchObject({ over: 75 * MINUTE, billable: 60 * MINUTE });
    expect(april!.seatMs).toMatchObject({ over: 40 * MINUTE, billable: 20 * MINUTE });
  });

  describe('the five readings', () => {
    it('none bills the highest excess, however short', () => {
      const terms = { graceModel: 'none', graceDuration: 0 } as const;
      expect(
        given(noSeats(terms), during('14:00', '14:00:00.001', 'ann', 'ben')).asOf('15:00').overage,
      ).toEqual([2]);
    });

    it('with no grace the boundary is exclusive, so that nothing bills an empty span', () => {
      const terms = { graceBoundary: 'inclusive', graceDuration: 0 } as const;
      const [march, april] = given(noSeats(terms), during('03-31 23:00', '04-01 00:00', 's'))
        .asOf('04-02 00:00')
        .cyclesOf('elite');
      expect(march!.overageSeats).toBe(1);
      expect(april!.overageSeats).toBe(0);
      expect(figuresFor(noSeats(terms), '04-01 00:00', '04-01 00:10')).toEqual([1]);
    });

    it('excursion-full bills the highest excess inside the cycle of those that bill it', () => {
      const facts = [
        during('03-31 22:00', '03-31 22:10', 'ann', 'ben', 'cyd'),
        during('03-31 22:10', '04-01 02:00', 'dan', 'eve'),
        during('14:00', '14:20', 'a', 'b', 'c', 'd', 'e'),
      ];
      expect(
        given(noSeats({ graceModel: 'excursion-full' }), ...facts).asOf('04-20 00:00').overage,
      ).toEqual([3, 2]);
    });

    it('excursion-deductible bills the highest excess after the grace', () => {
      const facts = [during('14:00', '14:30', 'ann', 'ben'), during('14:30', '15:00', 'cyd')];
      expect(
        given(noSeats({ graceModel: 'excursion-deductible' }), ...facts).asOf('20:00').overage,
      ).toEqual([1]);
    });

    it('excursion-deductible bills nothing when nothing is left after an inclusive grace', () => {
      const { readings } = given(inclusive, during('14:00', '14:30', 's')).asOf('20:00').figures;
      expect(readings).toEqual({
        none: 1,
        'excursion-full': 1,
        'excursion-deductible': 0,
        'level-contiguous': 1,
        'level-cumulative': 1,
      });
    });

    it('excursion-deductible looks no further than the cycle', () => {
      const facts = [
        during('03-31 22:00', '04-01 02:00', 'ann'),
        during('04-01 01:00', '04-01 02:00', 'ben', 'cyd'),
      ];
      expect(
        given(noSeats({ graceModel: 'excursion-deductible' }), ...facts).asOf('04-20 00:00')
          .overage,
      ).toEqual([1, 3]);
    });

    it('level-cumulative bills no level that a cycle without a grace never saw', () => {
      const terms = { graceModel: 'level-cumulative', graceDuration: 0 } as const;
      const facts = [
        during('14:00', '14:00:00.001', 'ann', 'ben'),
        during('04-10 14:00', '04-10 14:01', 'cyd'),
      ];
      expect(given(noSeats(terms), ...facts).asOf('05-20 00:00').overage).toEqual([2, 1, 0]);
    });

    it('level-cumulative adds up within the cycle and bills at the grace itself', () => {
      const facts = [
        during('09:00', '09:10', 'ann', 'ben'),
        during('12:00', '12:10', 'ann 2', 'ben 2'),
        during('15:00', '15:10', 'ann 3'),
        during('03-31 23:55', '04-01 00:29:59.999', 'cyd'),
      ];
      expect(
        given(noSeats({ graceModel: 'level-cumulative' }), ...facts).asOf('04-20 00:00').overage,
      ).toEqual([1, 0]);
    });
  });

  describe('an excursion', () => {
    it('is listed whole in every cycle it touches, with its own highest excess', () => {
      const facts = [
        during('03-31 23:00', '04-01 01:00', 'ann'),
        during('04-01 00:30', '04-01 00:40', 'ben'),
      ];
      const cycles = given(noSeats(), ...facts)
        .asOf('04-20 00:00')
        .cyclesOf('elite');
      const whole = { start: at('03-31 23:00'), end: at('04-01 01:00'), seats: 2 };
      expect(cycles.map(({ excursions }) => excursions)).toEqual([[whole], [whole]]);
    });

    it('that ends where the cycle does touches that cycle alone', () => {
      const cycles = given(noSeats(), during('03-31 23:00', '04-01 00:00', 's'))
        .asOf('04-20 00:00')
        .cyclesOf('elite');
      expect(cycles.map(({ excursions }) => excursions.length)).toEqual([1, 0]);
    });

    it('goes on while the excess changes and is not gone', () => {
      const facts = [
        signIn('14:00', 'ann', 'ben'),
        signOut('14:10', 'ann'),
        started('14:20', 'cyd'),
        ended('14:20', 'ben'),
        ended('14:30', 'cyd'),
      ];
      expect(given(noSeats(), ...facts).asOf('20:00').figures.excursions).toEqual([
        { start: at('14:00'), end: at('14:30'), seats: 2 },
      ]);
    });
  });
});
