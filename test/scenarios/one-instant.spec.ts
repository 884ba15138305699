import {
  at,
  contract,
  during,
  ended,
  HOUR,
  MINUTE,
  pool,
  renewed,
  signIn,
  signOut,
  started,
  toldOfEveryMeter,
} from './given';

const TEN_MINUTES = { leaseSeconds: 600 };
const crowd = (name: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${name} ${index}`);

toldOfEveryMeter((given) => {
  describe('what happens at one instant happens together', () => {
    it('ten who sign out while ten sign in are neither a dip nor a peak', () => {
      const { figures } = given(
        contract({ pools: [pool('elite', 5)] }),
        signIn('13:45', ...crowd('early', 10)),
        signIn('14:00', ...crowd('late', 10)),
        signOut('14:00', ...crowd('early', 10)),
        signOut('14:16', ...crowd('late', 10)),
      ).asOf('15:00');
      expect(figures.peak).toEqual({ seats: 10, at: at('13:45') });
      expect(figures.excursions).toEqual([{ start: at('13:45'), end: at('14:16'), seats: 5 }]);
      expect(figures.overageSeats).toBe(5);
    });

    it('a seat bought at the instant of one more sign-in leaves no excess', () => {
      const boughtAtTwo: [string, number][] = [
        ['08:00', 1],
        ['14:00', 2],
      ];
      const { figures } = given(
        contract({ pools: [pool('elite', boughtAtTwo)] }),
        during('13:00', '16:00', 'ann'),
        during('14:00', '16:00', 'ben'),
      ).asOf('18:00');
      expect(figures.readings.none).toBe(0);
    });

    it('a session that ends at the instant it started counted for nothing', () => {
      const outcome = given(contract({ pools: [pool('elite', 0)] }), during('14:00', '14:00', 's'));
      expect(outcome.asOf('15:00').counts.accepted).toBe(2);
      expect(outcome.asOf('15:00').figures).toMatchObject({
        peak: { seats: 0, at: at('2026-03-01 00:00') },
        excursions: [],
        readings: { none: 0 },
      });
    });
  });

  describe('facts of one session at one instant', () => {
    it('end an open session before they start it again', () => {
      const outcome = given(
        contract(),
        started('09:00', 's', { userId: 'ann' }),
        started('10:00', 's', { userId: 'ben' }),
        ended('10:00', 's'),
      ).asOf('12:00');
      expect(outcome.reasons).toEqual([]);
      expect(outcome.figures.seatMs.used).toBe(3 * HOUR);
    });

    it('renew an open session after they ended it, for nothing', () => {
      const outcome = given(
        contract(),
        started('09:00', 's'),
        renewed('10:00', 's'),
        ended('10:00', 's'),
      ).asOf('12:00');
      expect(outcome.counts).toMatchObject({ accepted: 2, ignored: 1 });
      expect(outcome.figures.seatMs.used).toBe(HOUR);
    });

    it('renew an open session after they ended it and started it again', () => {
      const outcome = given(
        contract(),
        started('09:00', 's'),
        renewed('10:00', 's', { leaseSeconds: 60 }),
        started('10:00', 's', TEN_MINUTES),
        ended('10:00', 's'),
      ).asOf('12:00');
      expect(outcome.counts).toMatchObject({ accepted: 4, ignored: 0 });
      expect(outcome.figures.seatMs.used).toBe(61 * MINUTE);
    });

    it('start a session that is not open, renew it, and end it', () => {
      const outcome = given(
        contract(),
        ended('09:00', 's'),
        renewed('09:00', 's'),
        started('09:00', 's'),
      ).asOf('12:00');
      expect(outcome.counts).toMatchObject({ accepted: 3 });
      expect(outcome.figures.seatMs.used).toBe(0);
    });

    it('find a session closed whose lease ends at that instant', () => {
      const outcome = given(
        contract(),
        started('09:00', 's', { ...TEN_MINUTES, userId: 'ann' }),
        ended('09:10', 's'),
        started('09:10', 's', { userId: 'ben' }),
      ).asOf('12:00');
      expect(outcome.counts).toMatchObject({ accepted: 3, quarantined: 0 });
      expect(outcome.figures).toMatchObject({ seatMs: { used: 10 * MINUTE }, inferredEnds: 1 });
    });

    it('of one kind go by source and then by id', () => {
      const start = (source: string, id: string, userId: string) =>
        started('09:00', 's', { source, id, userId });
      const { quarantine } = given(
        contract(),
        start('/b', '1', 'ann'),
        start('/a', '2', 'ben'),
        start('/a', '3', 'ben'),
        start('/a', '10', 'cyd'),
      ).asOf('12:00');
      expect(quarantine.map(({ source, id }) => `${source} ${id}`)).toEqual([
        '/a 2',
        '/a 3',
        '/b 1',
      ]);
    });

    it('go by UTF-16 code units, in which an emoji comes before a full-width tilde', () => {
      const start = (id: string, userId: string) => started('09:00', 's', { id, userId });
      const { quarantine } = given(
        contract(),
        start('\uff5e', 'ann'),
        start('\u{1f600}', 'ben'),
        start('Z', 'cyd'),
        start('a', 'dan'),
      ).asOf('12:00');
      expect(quarantine.map(({ id }) => id)).toEqual(['a', '\u{1f600}', '\uff5e']);
    });

    it('leave the lease that the last of them gave', () => {
      const outcome = given(
        contract(),
        started('09:00', 's'),
        renewed('09:30', 's', { id: 'a', leaseSeconds: 3600 }),
        renewed('09:30', 's', { id: 'b', leaseSeconds: 60 }),
      ).asOf('12:00');
      expect(outcome.figures.seatMs.used).toBe(31 * MINUTE);
    });
  });
});
