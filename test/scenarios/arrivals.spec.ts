import {
  at,
  calendar,
  contract,
  ended,
  HOUR,
  pool,
  renewed,
  signIn,
  started,
  tie,
  toldOfEveryMeter,
} from './given';

const noPool = { pool: undefined };
const twoPools = [pool('elite', 1), pool('premium', 1)];

toldOfEveryMeter((given) => {
  describe('a fact is known by its source and id', () => {
    const start = started('09:00', 's', { leaseSeconds: 3600 });

    it('the same again is a duplicate and changes nothing, however late it comes', () => {
      const { figures, counts } = given(contract(), start, ended('09:30', 's'), start, start).asOf(
        '12:00',
      );
      expect(counts).toEqual({ accepted: 2, duplicates: 2, quarantined: 0, ignored: 0 });
      expect(figures.seatMs.used).toBe(HOUR / 2);
    });

    it.each([
      ['type', { type: 'ended' as const }],
      ['instant', { at: at('09:01') }],
      ['session', { sessionId: 'other' }],
      ['user', { userId: 'other' }],
      ['pool', { pool: 'other' }],
      ['lease', { leaseSeconds: 60 }],
      ['activity', { activity: 'lunch' }],
      ['reason', { reason: 'fire alarm' }],
    ])('the same identity with another %s is a conflicting duplicate', (_, other) => {
      const outcome = given(contract(), start, { ...start, ...other }).asOf('12:00');
      expect(outcome.reasons).toEqual(['conflicting-duplicate']);
      expect(outcome.figures.seatMs.used).toBe(HOUR);
    });

    it('the same conflicting content again is a duplicate', () => {
      const other = { ...start, leaseSeconds: 60 };
      const third = { ...start, leaseSeconds: 61 };
      const outcome = given(contract(), start, other, other, third, start, third).asOf('12:00');
      expect(outcome.counts).toEqual({ accepted: 1, duplicates: 3, quarantined: 2, ignored: 0 });
    });

    it('the same id from another source is another fact', () => {
      const outcome = given(contract(), start, { ...start, source: '/chat' }).asOf('12:00');
      expect(outcome.counts.accepted).toBe(2);
    });

    it.each([
      ['source', { source: 'liquid' }, { source: 'costarring' }],
      ['id', { id: 'liquid' }, { id: 'costarring' }],
    ])('another %s makes another fact, also where a hash is the same', (_, one, other) => {
      const outcome = given(contract(), { ...start, ...one }, { ...start, ...other }).asOf('12:00');
      expect(outcome.counts.accepted).toBe(2);
    });

    it('what happened after as-of takes part in judging duplicates and is counted nowhere', () => {
      const later = { ...start, at: at('13:00') };
      const laterFirst = given(contract(), later, start).asOf('12:00');
      expect(laterFirst.counts).toEqual({ accepted: 0, duplicates: 0, quarantined: 1, ignored: 0 });
      expect(laterFirst.cyclesOf('elite')).toEqual([]);
      const laterLast = given(contract(), start, later).asOf('12:00');
      expect(laterLast.counts).toEqual({ accepted: 1, duplicates: 0, quarantined: 0, ignored: 0 });
    });

    it('a fact that waits for the contract has its identity too', () => {
      const unknown = started('09:00', 's', { pool: 'nowhere' });
      const outcome = given(contract(), unknown, unknown, { ...unknown, pool: 'elite' });
      expect(outcome.asOf('12:00').counts).toMatchObject({ duplicates: 1, quarantined: 2 });
    });
  });

  describe('the pool of a start', () => {
    it('has to be known', () => {
      expect(
        given(contract(), started('09:00', 's', { pool: 'nowhere' })).asOf('12:00').reasons,
      ).toEqual(['unknown-pool']);
    });

    it('may be left out when the account has one', () => {
      const { figures } = given(contract(), started('09:00', 's', noPool)).asOf('10:00');
      expect(figures.seatMs.used).toBe(HOUR);
    });

    it('may not be left out when the account has two', () => {
      expect(
        given(contract({ pools: twoPools }), started('09:00', 's', noPool)).asOf('12:00').reasons,
      ).toEqual(['pool-not-given']);
    });

    it('may not be left out where the session is open', () => {
      const outcome = given(
        contract({ pools: twoPools }),
        started('09:00', 's'),
        started('09:30', 's', noPool),
      ).asOf('12:00');
      expect(outcome.reasons).toEqual(['pool-not-given']);
    });

    it("is the user's assignment at the time of the fact when it names none", () => {
      const users = new Map([
        [
          'ann',
          {
            assignments: [tie('elite', '09:00', '10:00'), tie('premium', '10:00', '11:00')],
            namedLicences: [],
          },
        ],
      ]);
      const ann = { ...noPool, userId: 'ann' };
      const outcome = given(
        contract({ pools: twoPools, users }),
        started('08:59:59.999', 'too early', ann),
        started('09:00', 'first', ann),
        ended('09:30', 'first'),
        started('10:00', 'second', ann),
        ended('10:30', 'second'),
        started('11:00', 'too late', ann),
      ).asOf('12:00');
      expect(outcome.reasons).toEqual(['pool-not-given', 'pool-not-given']);
      expect(outcome.cyclesOf('elite')[0]!.seatMs.used).toBe(HOUR / 2);
      expect(outcome.cyclesOf('premium')[0]!.seatMs.used).toBe(HOUR / 2);
    });

    it('and its user are ignored on the other facts', () => {
      const nobody = { userId: 'nobody', pool: 'nowhere' };
      const outcome = given(
        contract(),
        started('09:00', 's'),
        renewed('09:10', 's', nobody),
        ended('09:20', 's', nobody),
      ).asOf('12:00');
      expect(outcome.counts.accepted).toBe(3);
    });
  });

  it('the quarantine is sorted by source and id, in UTF-16 code units', () => {
    const { quarantine } = given(
      contract({ calendars: [calendar('Asia/Tokyo', 10)] }),
      ended('09:00', 's', { source: '/b', id: '1' }),
      ended('09:01', 't', { source: '/a', id: 'a' }),
      ended('09:02', 'u', { source: '/a', id: 'B' }),
      signIn('09:03', 'v'),
    ).asOf('12:00');
    expect(quarantine).toEqual([
      { source: '/a', id: 'B', at: at('09:02'), reason: 'end-without-start' },
      { source: '/a', id: 'a', at: at('09:01'), reason: 'end-without-start' },
      { source: '/b', id: '1', at: at('09:00'), reason: 'end-without-start' },
    ]);
  });
});
