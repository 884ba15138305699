import type { SessionFact } from '@seatmeter/metering';
import { contract, ended, renewed, started, toldOfEveryMeter, MINUTE } from './given';

const ANN = { userId: 'ann' };
const BEN = { userId: 'ben' };
const TEN_MINUTES = { leaseSeconds: 600 };
const accepted = (count: number, others = {}): object => ({
  accepted: count,
  duplicates: 0,
  quarantined: 0,
  ignored: 0,
  ...others,
});

toldOfEveryMeter((given) => {
  const used = (...facts: (SessionFact | SessionFact[])[]) =>
    given(contract(), ...facts).asOf('12:00').figures.seatMs.used / MINUTE;

  describe('a session nobody has seen', () => {
    it('opens with a start', () => {
      expect(used(started('09:00', 's'), ended('09:45', 's'))).toBe(45);
    });

    it('does not open with a renewal, which waits in quarantine', () => {
      const { reasons, figures } = given(contract(), renewed('09:00', 's')).asOf('12:00');
      expect(reasons).toEqual(['renewal-without-start']);
      expect(figures.seatMs.used).toBe(0);
    });

    it('cannot end: the end waits in quarantine', () => {
      expect(given(contract(), ended('09:00', 's')).asOf('12:00').reasons).toEqual([
        'end-without-start',
      ]);
    });

    it('is still unseen after facts that are quarantined', () => {
      const outcome = given(
        contract(),
        ended('09:00', 's'),
        renewed('09:10', 's'),
        started('09:20', 's', { pool: 'nowhere' }),
        ended('09:30', 's'),
      ).asOf('12:00');
      expect(outcome.reasons).toEqual([
        'end-without-start',
        'end-without-start',
        'renewal-without-start',
        'unknown-pool',
      ]);
    });
  });

  describe('an open session', () => {
    it('takes a second start of the same user and pool for a sign of life', () => {
      const outcome = given(
        contract(),
        started('09:00', 's', { ...ANN, ...TEN_MINUTES }),
        started('09:05', 's', ANN),
      ).asOf('12:00');
      expect(outcome.counts).toEqual(accepted(2));
      expect(outcome.figures.seatMs.used).toBe(15 * MINUTE);
    });

    it.each([
      ['user', { ...BEN }],
      ['pool', { ...ANN, pool: 'premium' }],
    ])('quarantines a start that names another %s, and lives on without it', (_, other) => {
      const { pools } = contract();
      const outcome = given(
        contract({ pools: [...pools, { ...pools[0]!, id: 'premium' }] }),
        started('09:00', 's', { ...ANN, ...TEN_MINUTES }),
        started('09:05', 's', { ...other, leaseSeconds: 3600 }),
      ).asOf('12:00');
      expect(outcome.reasons).toEqual(['session-identity-conflict']);
      expect(outcome.cyclesOf('premium')[0]!.seatMs.used).toBe(0);
      expect(outcome.figures.seatMs.used).toBe(10 * MINUTE);
    });

    it('lives on with a renewal', () => {
      expect(used(started('09:00', 's', TEN_MINUTES), renewed('09:09', 's'))).toBe(19);
    });

    it('closes with an end', () => {
      expect(used(started('09:00', 's', TEN_MINUTES), ended('09:04', 's'))).toBe(4);
    });
  });

  describe('a session whose lease ran out', () => {
    const lapsed = started('09:00', 's', { ...ANN, ...TEN_MINUTES });

    it('opens with a start, also of another user', () => {
      const outcome = given(
        contract(),
        lapsed,
        started('10:00', 's', BEN),
        started('10:20', 'another', ANN),
        ended('10:30', 's'),
      ).asOf('11:00');
      expect(outcome.counts).toEqual(accepted(4));
      expect(outcome.figures.peak.seats).toBe(2);
    });

    it('forgets its lease when it starts anew', () => {
      expect(used(lapsed, started('10:00', 's', ANN))).toBe(10 + 120);
    });

    it('opens again with a renewal, from then on, with the same user, pool and lease', () => {
      const outcome = given(
        contract(),
        lapsed,
        renewed('10:00', 's'),
        started('10:00', 'another', ANN),
        ended('10:10', 'another'),
      ).asOf('12:00');
      expect(outcome.figures.seatMs.used).toBe(20 * MINUTE);
    });

    it('opens again with a renewal that brings a lease of its own', () => {
      expect(used(lapsed, renewed('10:00', 's', { leaseSeconds: 60 }))).toBe(11);
    });

    it('has nothing left to close: an end is accepted and closes it for renewals', () => {
      const outcome = given(contract(), lapsed, ended('10:00', 's'), renewed('10:10', 's')).asOf(
        '12:00',
      );
      expect(outcome.counts).toEqual(accepted(2, { ignored: 1 }));
      expect(outcome.figures.seatMs.used).toBe(10 * MINUTE);
    });
  });

  describe('a session closed by an end', () => {
    const closed = [started('09:00', 's', ANN), ended('09:10', 's')];

    it('opens with a start', () => {
      expect(used(closed, started('11:00', 's', BEN))).toBe(70);
    });

    it('ignores heartbeats that outlive the sign-out', () => {
      const outcome = given(contract(), closed, renewed('09:11', 's'), renewed('09:12', 's'));
      expect(outcome.asOf('12:00').counts).toEqual(accepted(2, { ignored: 2 }));
      expect(outcome.asOf('12:00').figures.seatMs.used).toBe(10 * MINUTE);
    });

    it('quarantines a second end', () => {
      expect(given(contract(), closed, ended('09:20', 's')).asOf('12:00').reasons).toEqual([
        'end-without-start',
      ]);
    });
  });

  it('a fact leaves quarantine, or enters it, when another arrives late', () => {
    const renewal = renewed('09:30', 's');
    const end = ended('10:00', 's');
    const before = given(contract(), renewal, end).asOf('12:00');
    expect(before.reasons).toEqual(['end-without-start', 'renewal-without-start']);
    const after = given(contract(), renewal, end, started('09:00', 's')).asOf('12:00');
    expect(after.reasons).toEqual([]);
    const earlierEnd = given(contract(), end, started('09:00', 's'), ended('09:50', 's'));
    expect(earlierEnd.asOf('12:00').quarantine).toMatchObject([{ id: end.id }]);
  });

  it('a session is named within its account, whatever its name is', () => {
    expect(used(started('09:00', '__proto__'), ended('09:30', '__proto__'))).toBe(30);
    expect(given(contract(), ended('09:00', 'constructor')).asOf('12:00').reasons).toEqual([
      'end-without-start',
    ]);
  });
});
