import type { Agreement, UserTerms } from '@seatmeter/metering';
import {
  at,
  contract,
  during,
  ended,
  HOUR,
  MINUTE,
  policy,
  pool,
  started,
  tie,
  toldOfEveryMeter,
} from './given';

const ANN = { userId: 'ann' };
const BEN = { userId: 'ben' };
const annInTwoSessions = [
  started('09:00', 'desk', ANN),
  started('09:30', 'laptop', ANN),
  ended('10:00', 'desk'),
  ended('10:30', 'laptop'),
];
const highestLicence = (...pools: Agreement['pools']): Agreement =>
  contract({ policies: [policy({ crossPool: 'highest-licence' })], pools });

const namedAndConcurrent = [
  pool('elite', 0),
  pool('elite too', 0, { licence: 'elite' }),
  pool('premium', 0),
  pool('named', 5, { licence: 'elite', model: 'named' }),
];
const holding = (...namedLicences: UserTerms['namedLicences']): Map<string, UserTerms> =>
  new Map([['ann', { assignments: [], namedLicences }]]);

toldOfEveryMeter((given) => {
  describe('counted by user', () => {
    it('the sessions of one user hold one seat together', () => {
      const { figures } = given(contract(), annInTwoSessions).asOf('12:00');
      expect(figures.peak).toEqual({ seats: 1, at: at('09:00') });
      expect(figures.seatMs.used).toBe(90 * MINUTE);
    });

    it('two users hold two', () => {
      const { figures } = given(
        contract(),
        during('09:00', '10:00', 'ann'),
        during('09:00', '10:00', 'ben'),
      ).asOf('12:00');
      expect(figures.peak.seats).toBe(2);
    });
  });

  it('counted by session, every session holds a seat', () => {
    const bySession = contract({ policies: [policy({ countBy: 'session' })] });
    const { figures } = given(bySession, annInTwoSessions).asOf('12:00');
    expect(figures.peak).toEqual({ seats: 2, at: at('09:30') });
    expect(figures.seatMs.used).toBe(120 * MINUTE);
  });

  it('what is counted changes at the instant the policy does', () => {
    const policies = [policy({}), policy({ countBy: 'session' }, 2, '09:45')];
    const { figures } = given(contract({ policies }), annInTwoSessions).asOf('12:00');
    expect(figures.peak).toEqual({ seats: 2, at: at('09:45') });
    expect(figures.policy.version).toBe(1);
  });

  describe('a user in several pools', () => {
    const everywhere = [
      started('09:00', 'low', { ...ANN, pool: 'premium' }),
      started('09:30', 'high', { ...ANN, pool: 'elite' }),
      ended('10:30', 'high'),
      ended('11:00', 'low'),
    ];
    const usedIn = (agreement: Agreement): Record<string, number> =>
      Object.fromEntries(
        given(agreement, everywhere)
          .asOf('12:00')
          .pools.map(({ poolId, cycles }) => [poolId, cycles[0]!.seatMs.used / MINUTE]),
      );
    const premium = pool('premium', 0);
    const elite = pool('elite', 0);

    it('counts in each by default', () => {
      expect(usedIn(contract({ pools: [premium, elite] }))).toEqual({ premium: 120, elite: 60 });
    });

    it('counts in that of the highest licence alone when the policy says so', () => {
      expect(usedIn(highestLicence(premium, elite))).toEqual({ premium: 60, elite: 60 });
    });

    it('counts in the one listed first when the licences are the same', () => {
      const alike = [
        { ...premium, licence: 'elite' },
        { ...elite, licence: 'elite' },
      ];
      expect(usedIn(highestLicence(...alike))).toEqual({ premium: 120, elite: 0 });
    });

    it.each([['of-another-catalogue'], [null]])(
      'counts a licence outside the catalogue, or none, last (%s)',
      (licence) => {
        const outside = { ...elite, licence };
        expect(usedIn(highestLicence(outside, premium))).toEqual({ premium: 120, elite: 0 });
      },
    );

    it('counts nowhere when the highest licence is that of a named pool', () => {
      const named = { ...elite, model: 'named' as const };
      expect(usedIn(highestLicence(premium, named))).toEqual({ premium: 60 });
    });

    it('counts every session in its own pool when sessions are counted', () => {
      const policies = [policy({ countBy: 'session', crossPool: 'highest-licence' })];
      expect(usedIn(contract({ policies, pools: [premium, elite] }))).toEqual({
        premium: 120,
        elite: 60,
      });
    });

    it('counts by what the policy says at each instant', () => {
      const policies = [policy({}), policy({ crossPool: 'highest-licence' }, 2, '10:00')];
      expect(usedIn(contract({ policies, pools: [premium, elite] }))).toEqual({
        premium: 90,
        elite: 60,
      });
    });
  });

  describe('named licences', () => {
    it('a named pool is not metered and has no figures', () => {
      const account = given(contract({ pools: namedAndConcurrent }), during('09:00', '10:00', 's'));
      for (const { pools } of [account.asOf('08:00'), account.asOf('12:00')])
        expect(pools.map(({ poolId }) => poolId)).toEqual(['elite', 'elite too', 'premium']);
    });

    it("a holder takes no seat of the tier's concurrent pools, and one of the others", () => {
      const sessions = ['elite', 'elite too', 'premium'].map((id) =>
        started('09:00', id, { ...ANN, pool: id }),
      );
      const { pools } = given(
        contract({ pools: namedAndConcurrent, users: holding(tie('named')) }),
        sessions,
      ).asOf('10:00');
      expect(pools.map(({ cycles }) => cycles[0]!.seatMs.used / HOUR)).toEqual([0, 0, 1]);
    });

    it("a session takes a seat again before the licence's from, and at its until", () => {
      const { figures } = given(
        contract({
          pools: [pool('elite', 0), namedAndConcurrent[3]!],
          users: holding(tie('named', '10:00', '10:20')),
        }),
        during('09:00', '11:00', 'another'),
        started('09:00', 's', ANN),
        ended('11:00', 's'),
      ).asOf('12:00');
      expect(figures.seatMs.used).toBe(220 * MINUTE);
      expect(figures.excursions).toEqual([{ start: at('09:00'), end: at('11:00'), seats: 2 }]);
      expect(figures.seatMs.billable).toBe(220 * MINUTE);
    });

    it('a holder who never comes changes nothing for the others', () => {
      const { figures } = given(
        contract({
          pools: [pool('elite', 0), namedAndConcurrent[3]!],
          users: holding(tie('named')),
        }),
        during('09:00', '10:00', 's'),
      ).asOf('12:00');
      expect(figures.seatMs.used).toBe(HOUR);
    });

    it('a pool without a licence exempts nobody', () => {
      const pools = [
        pool('elite', 0, { licence: null }),
        pool('named', 5, { licence: null, model: 'named' }),
      ];
      const { figures } = given(
        contract({ pools, users: holding(tie('named')) }),
        started('09:00', 's', ANN),
      ).asOf('10:00');
      expect(figures.seatMs.used).toBe(HOUR);
    });

    it('the licences are ranked first, and the holder exempted from the pool that results', () => {
      const { pools } = given(
        {
          ...highestLicence(pool('elite', 0), pool('premium', 0), namedAndConcurrent[3]!),
          users: holding(tie('named')),
        },
        started('09:00', 'high', ANN),
        started('09:00', 'low', { ...ANN, pool: 'premium' }),
        started('09:00', 'colleague', { ...BEN, pool: 'premium' }),
      ).asOf('10:00');
      expect(pools.map(({ cycles }) => cycles[0]!.seatMs.used / HOUR)).toEqual([0, 1]);
    });

    it('also exempt the sessions of an account that counts sessions', () => {
      const { figures } = given(
        contract({
          policies: [policy({ countBy: 'session' })],
          pools: [pool('elite', 0), namedAndConcurrent[3]!],
          users: holding(tie('named')),
        }),
        started('09:00', 'one', ANN),
        started('09:00', 'two', ANN),
        started('09:00', 'three', BEN),
      ).asOf('10:00');
      expect(figures.peak.seats).toBe(1);
    });
  });
});
