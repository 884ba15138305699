import type { Agreement, Calendar, PolicyVersion } from '@seatmeter/metering';
import {
  at,
  calendar,
  contract,
  during,
  HOUR,
  MINUTE,
  policy,
  pool,
  renewed,
  started,
  toldOfEveryMeter,
} from './given';

const noSeats = (changes: Partial<Agreement> = {}): Agreement =>
  contract({ pools: [pool('elite', 0)], ...changes });
const judgedBy = (...policies: PolicyVersion[]): Agreement => noSeats({ policies });

toldOfEveryMeter((given) => {
  describe('a change of policy', () => {
    it('leaves the cycle it falls in to the policy in force at its start', () => {
      const agreement = judgedBy(
        policy({}),
        policy({ graceModel: 'none', graceDuration: 0 }, 2, '03-05 00:00'),
      );
      const [march, april] = given(
        agreement,
        during('14:00', '14:10', 's'),
        during('04-10 14:00', '04-10 14:10', 't'),
      )
        .asOf('04-20 00:00')
        .cyclesOf('elite');
      expect(march).toMatchObject({ overageSeats: 0, policy: { version: 1 } });
      expect(april).toMatchObject({ overageSeats: 1, policy: { version: 2 } });
    });

    it('is in force in the cycle that starts with it', () => {
      const agreement = judgedBy(policy({}), policy({ graceDuration: 0 }, 2, '04-01 00:00'));
      const { overage } = given(agreement, during('04-10 14:00', '04-10 14:10', 's')).asOf(
        '04-20 00:00',
      );
      expect(overage).toEqual([1]);
    });

    it('judges the new cycle by the new grace, also for spans that began before', () => {
      const shorter = judgedBy(
        policy({ graceDuration: 2 * HOUR }),
        policy({ graceDuration: 10 * MINUTE }, 2, '04-01 00:00'),
      );
      const { overage } = given(
        shorter,
        during('03-31 23:00', '04-01 00:10:00.001', 'ann'),
        during('03-31 23:55', '04-01 00:05:00.001', 'ben'),
      ).asOf('04-20 00:00');
      expect(overage).toEqual([0, 2]);
    });

    it('may leave a span to no cycle at all', () => {
      const shorter = judgedBy(
        policy({}),
        policy({ graceDuration: 10 * MINUTE }, 2, '04-01 00:00'),
      );
      const { overage } = given(shorter, during('03-31 23:40', '04-01 00:05', 's')).asOf(
        '04-20 00:00',
      );
      expect(overage).toEqual([0, 0]);
    });

    it('changes the boundary with the cycle', () => {
      const agreement = judgedBy(
        policy({}),
        policy({ graceBoundary: 'inclusive' }, 2, '04-01 00:00'),
      );
      const { overage } = given(
        agreement,
        during('14:00', '14:30', 's'),
        during('04-10 14:00', '04-10 14:30', 't'),
      ).asOf('04-20 00:00');
      expect(overage).toEqual([0, 1]);
    });

    it('holds from the beginning when it is the first', () => {
      const first = { ...policy({ graceDuration: 0 }), from: at('06-01 00:00') };
      expect(given(judgedBy(first), during('14:00', '14:01', 's')).asOf('15:00').overage).toEqual([
        1,
      ]);
    });
  });

  describe('a change of zone or anchor', () => {
    const boundsWith = (...calendars: Calendar[]): string[] =>
      given(contract({ calendars, startsAt: at('02-10 00:00') }))
        .asOf('05-20 00:00')
        .cyclesOf('elite')
        .map(({ cycle }) => new Date(cycle.start).toISOString().slice(5, 16));

    it("takes effect at the next cycle's start, whose cycle runs to the new calendar's boundary", () => {
      expect(boundsWith(calendar('UTC'), calendar('UTC', 15, '03-01 00:00'))).toEqual([
        '02-01T00:00',
        '03-01T00:00',
        '03-15T00:00',
        '04-15T00:00',
        '05-15T00:00',
      ]);
    });

    it('that is dated inside a cycle leaves that cycle its bounds', () => {
      expect(boundsWith(calendar('UTC'), calendar('UTC', 15, '03-01 00:00:00.001'))).toEqual([
        '02-01T00:00',
        '03-01T00:00',
        '04-01T00:00',
        '04-15T00:00',
        '05-15T00:00',
      ]);
    });

    it('counts from the beginning, so that an earlier fact moves no bound of a later cycle', () => {
      const calendars = [calendar('UTC'), calendar('UTC', 15, '02-01 00:00')];
      const boundsAfter = (startsAt: string): number[] =>
        given(contract({ calendars, startsAt: at(startsAt) }))
          .asOf('03-20 00:00')
          .cyclesOf('elite')
          .map(({ cycle }) => cycle.start);
      expect(boundsAfter('03-10 00:00')).toEqual([at('02-15 00:00'), at('03-15 00:00')]);
      expect(boundsAfter('02-10 00:00')).toEqual([
        at('02-01 00:00'),
        at('02-15 00:00'),
        at('03-15 00:00'),
      ]);
    });

    it('to a zone further west makes a first cycle of hours', () => {
      const [, , , april] = boundsWith(
        calendar('UTC'),
        calendar('America/New_York', 1, '04-01 00:00'),
      );
      expect(april).toBe('04-01T04:00');
    });
  });

  describe('as of an instant', () => {
    it('a level that is over at exactly the end of its grace is billed as of any later instant', () => {
      const outcome = given(noSeats(), during('14:00', '18:00', 's'));
      expect(outcome.asOf('14:30').overage).toEqual([0]);
      expect(outcome.asOf('14:30:00.001').overage).toEqual([1]);
    });

    it('what is open ends', () => {
      const { figures } = given(noSeats(), started('14:00', 's')).asOf('14:40');
      expect(figures.excursions).toEqual([{ start: at('14:00'), end: at('14:40'), seats: 1 }]);
      expect(figures.seatMs).toEqual({
        used: 40 * MINUTE,
        over: 40 * MINUTE,
        free: 0,
        billable: 40 * MINUTE,
      });
    });

    it('every fact up to and including it is read', () => {
      const outcome = given(
        noSeats(),
        started('14:00', 's'),
        started('14:00:00.001', 't'),
        renewed('14:00', 'u'),
      ).asOf('14:00');
      expect(outcome.counts).toEqual({ accepted: 1, duplicates: 0, quarantined: 1, ignored: 0 });
      expect(outcome.figures).toMatchObject({ seatMs: { used: 0 }, excursions: [] });
    });

    it('a cycle that starts there is not listed', () => {
      const outcome = given(noSeats(), started('14:00', 's'));
      expect(outcome.asOf('04-01 00:00').cyclesOf('elite')).toHaveLength(1);
      expect(outcome.asOf('04-01 00:00:00.001').cyclesOf('elite')).toHaveLength(2);
    });

    it('before anything happened there is no figure', () => {
      const outcome = given(noSeats(), started('14:00', 's')).asOf('13:59');
      expect(outcome.pools).toEqual([{ poolId: 'elite', cycles: [] }]);
      expect(outcome.counts.accepted).toBe(0);
    });

    it('the steps of capacity that come later in the cycle are listed', () => {
      const pools = [pool('elite', [['03-30 00:00', 5]])];
      expect(
        given(contract({ pools }), started('14:00', 's')).asOf('15:00').figures.capacity,
      ).toEqual([
        { from: at('03-01 00:00'), seats: 0 },
        { from: at('03-30 00:00'), seats: 5 },
      ]);
    });
  });
});
