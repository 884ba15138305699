import type { Agreement } from '@seatmeter/metering';
import {
  at,
  calendar,
  contract,
  during,
  ended,
  HOUR,
  pool,
  renewed,
  started,
  toldOfEveryMeter,
} from './given';

const startingAt = (time: string, changes: Partial<Agreement> = {}): Agreement =>
  contract({ startsAt: at(time), ...changes });
const iso = (instant: number): string =>
  new Date(instant).toISOString().slice(0, '2026-03-01T00:00'.length).replace('T', ' ');

toldOfEveryMeter((given) => {
  /** Where cycles begin, and where the last one ends. */
  const boundsOf = (
    agreement: Agreement,
    asOf: string,
    ...facts: Parameters<typeof during>[]
  ): string[] => {
    const cycles = given(agreement, ...facts.map((fact) => during(...fact)))
      .asOf(asOf)
      .cyclesOf('elite');
    return [
      ...cycles.map(({ cycle }) => iso(cycle.start)),
      ...cycles.slice(-1).map(({ cycle }) => iso(cycle.end)),
    ];
  };

  const boundsIn = (timeZone: string, anchorDay: number, from: string, asOf: string): string[] =>
    boundsOf(startingAt(from, { calendars: [calendar(timeZone, anchorDay)] }), asOf);

  describe('the bounds of a cycle', () => {
    it('are clamped from the original anchor every month', () => {
      expect(boundsIn('UTC', 31, '01-31 00:00', '04-30 00:01')).toEqual([
        '2026-01-31 00:00',
        '2026-02-28 00:00',
        '2026-03-31 00:00',
        '2026-04-30 00:00',
        '2026-05-31 00:00',
      ]);
      expect(boundsIn('UTC', 30, '2024-02-29 12:00', '2024-03-01 00:00')).toEqual([
        '2024-02-29 00:00',
        '2024-03-30 00:00',
      ]);
    });

    it("are midnights of the account's zone, also when its clocks change in between", () => {
      expect(boundsIn('America/New_York', 1, '03-05 00:00', '04-10 00:00')).toEqual([
        '2026-03-01 05:00',
        '2026-04-01 04:00',
        '2026-05-01 04:00',
      ]);
    });

    it('make a cycle an hour shorter or longer when its day is', () => {
      const berlin = contract({ calendars: [calendar('Europe/Berlin', 29)] });
      const { cycle } = given(berlin, during('03-29 12:00', '03-29 13:00', 's')).asOf(
        '04-10 00:00',
      ).figures;
      expect((cycle.end - cycle.start) / HOUR).toBe(31 * 24 - 1);
    });

    it('are the first instant after a midnight that does not exist', () => {
      expect(boundsIn('America/Sao_Paulo', 4, '2018-11-10 00:00', '2018-11-11 00:00')).toEqual([
        '2018-11-04 03:00',
        '2018-12-04 02:00',
      ]);
      expect(boundsIn('Africa/Cairo', 24, '04-25 00:00', '04-26 00:00')).toEqual([
        '2026-04-23 22:00',
        '2026-05-23 21:00',
      ]);
    });

    it('are the first instant after a gap in which midnight lies', () => {
      expect(boundsIn('America/Toronto', 31, '1919-04-01 00:00', '1919-04-02 00:00')).toEqual([
        '1919-03-31 04:30',
        '1919-04-30 04:00',
      ]);
    });

    it('are the first instant after a whole day that does not exist', () => {
      expect(boundsIn('Pacific/Apia', 30, '2011-12-15 00:00', '2012-01-02 00:00')).toEqual([
        '2011-11-30 10:00',
        '2011-12-30 10:00',
        '2012-01-29 10:00',
      ]);
    });

    it('are the earlier of two midnights of one day', () => {
      expect(boundsIn('America/Havana', 1, '11-05 00:00', '11-06 00:00')).toEqual([
        '2026-11-01 04:00',
        '2026-12-01 05:00',
      ]);
      expect(boundsIn('America/St_Johns', 7, '2010-11-08 00:00', '2010-11-09 00:00')).toEqual([
        '2010-11-07 02:30',
        '2010-12-07 03:30',
      ]);
    });

    it('are not doubled by clocks that fall back from midnight into the day before', () => {
      expect(boundsIn('America/Sao_Paulo', 18, '2018-02-20 00:00', '2018-02-21 00:00')).toEqual([
        '2018-02-18 03:00',
        '2018-03-18 03:00',
      ]);
    });
  });

  describe('the first cycle', () => {
    it("holds the account's start or its earliest fact, whichever is earlier, and is whole", () => {
      expect(boundsOf(startingAt('02-20 00:00'), '02-21 00:00')).toEqual([
        '2026-02-01 00:00',
        '2026-03-01 00:00',
      ]);
      const fact = ['01-31 23:59', '02-01 00:01', 's'] as const;
      expect(boundsOf(startingAt('02-20 00:00'), '02-21 00:00', [...fact])[0]).toBe(
        '2026-01-01 00:00',
      );
      expect(boundsOf(startingAt('2025-12-31 23:59'), '02-21 00:00', [...fact])[0]).toBe(
        '2025-12-01 00:00',
      );
    });

    it('of an account that starts later this cycle is listed already', () => {
      expect(boundsOf(startingAt('03-20 00:00'), '03-02 00:00')).toHaveLength(2);
      expect(boundsOf(startingAt('03-20 00:00'), '03-01 00:00')).toEqual([]);
    });

    it('is the one that begins with its earliest fact, also in a later calendar', () => {
      const calendars = [calendar('UTC'), calendar('UTC', 15, '02-10 00:00')];
      const onTheBound = ['03-15 00:00', '03-15 01:00', 's'] as const;
      expect(boundsOf(contract({ calendars }), '03-16 00:00', [...onTheBound])).toEqual([
        '2026-03-15 00:00',
        '2026-04-15 00:00',
      ]);
    });

    it('is not there without a start and without a fact', () => {
      expect(boundsOf(contract(), '03-20 00:00')).toEqual([]);
      expect(boundsOf(contract(), '03-20 00:00', ['03-20 00:01', '03-20 00:02', 's'])).toEqual([]);
    });

    it('is not opened by a fact that waits for the contract or contradicts another', () => {
      const start = started('14:00', 's');
      const { pools } = contract();
      const outcome = given(
        contract({ pools: [...pools, pool('premium', 1)] }),
        start,
        started('01-20 00:00', 't', { pool: 'nowhere' }),
        started('01-20 00:00', 'u', { pool: undefined }),
        { ...start, at: at('01-20 00:00') },
      ).asOf('15:00');
      expect(outcome.counts.quarantined).toBe(3);
      expect(iso(outcome.figures.cycle.start)).toBe('2026-03-01 00:00');
    });

    it('is opened by a fact that its session quarantines', () => {
      const early = [ended('01-20 00:00', 's'), renewed('01-21 00:00', 's')];
      for (const fact of early) {
        const [first] = given(contract(), fact).asOf('03-20 00:00').cyclesOf('elite');
        expect(iso(first!.cycle.start)).toBe('2026-01-01 00:00');
      }
    });
  });

  describe('the last cycle', () => {
    const ending = contract({ endsAt: at('03-20 12:00'), pools: [pool('elite', 0)] });

    it('ends where the account does, and is due until the next boundary', () => {
      const { figures } = given(ending, during('14:00', '15:00', 's')).asOf('05-10 00:00');
      expect(figures.cycle).toEqual({ start: at('03-01 00:00'), end: at('03-20 12:00') });
      expect(figures.dueIn).toEqual({ start: at('03-20 12:00'), end: at('04-01 00:00') });
    });

    it('holds nothing of what happens later, and no grace that ends later', () => {
      const outcome = given(
        ending,
        during('03-20 11:30', '03-20 13:00', 'at the end'),
        during('03-20 12:00', '03-20 18:00', 'after it'),
      ).asOf('05-10 00:00');
      expect(outcome.counts.accepted).toBe(4);
      expect(outcome.figures).toMatchObject({ overageSeats: 0, seatMs: { used: HOUR / 2 } });
    });

    it('ends with the account also on a boundary, after which there is none', () => {
      const onBoundary = startingAt('03-05 00:00', { endsAt: at('04-01 00:00') });
      expect(boundsOf(onBoundary, '06-01 00:00')).toEqual(['2026-03-01 00:00', '2026-04-01 00:00']);
    });

    it('is not there when the account ends as it begins', () => {
      const never = startingAt('03-20 00:00', { endsAt: at('03-20 00:00') });
      expect(boundsOf(never, '06-01 00:00')).toEqual([]);
    });
  });

  describe('a cycle', () => {
    it('is due in the next', () => {
      const cycles = given(startingAt('02-20 00:00')).asOf('03-20 00:00').cyclesOf('elite');
      expect(cycles[0]!.dueIn).toEqual(cycles[1]!.cycle);
      expect(cycles[1]!.dueIn).toEqual({ start: at('04-01 00:00'), end: at('05-01 00:00') });
    });

    it('without use is listed with a peak of 0 at its start', () => {
      const cycles = given(startingAt('02-20 00:00')).asOf('03-20 00:00').cyclesOf('elite');
      expect(cycles.map(({ peak }) => peak)).toEqual([
        { seats: 0, at: at('02-01 00:00') },
        { seats: 0, at: at('03-01 00:00') },
      ]);
    });

    it('is there, without use, between two that were used', () => {
      const visits = [
        ['01-10 14:00', '01-10 15:00', 's'] as [string, string, string],
        ['04-10 14:00', '04-10 15:00', 't'] as [string, string, string],
      ];
      expect(boundsOf(contract(), '04-20 00:00', ...visits)).toHaveLength(5);
    });

    it('names the peak at its first instant, the start when it was at it already', () => {
      const cycles = given(
        contract(),
        during('02-28 09:00', '04-10 00:00', 'ann'),
        during('03-28 09:00', '04-02 00:00', 'ben'),
      )
        .asOf('04-20 00:00')
        .cyclesOf('elite');
      expect(cycles.map(({ peak }) => peak)).toEqual([
        { seats: 1, at: at('02-28 09:00') },
        { seats: 2, at: at('03-28 09:00') },
        { seats: 2, at: at('04-01 00:00') },
      ]);
    });
  });
});
