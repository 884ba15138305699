import { at, BEGINNING, contract, during, pool, toldOfEveryMeter } from './given';

const three = ['ann', 'ben', 'cyd'];
const withCapacity = (...steps: [from: string, seats: number][]) =>
  contract({ pools: [pool('elite', steps)] });

toldOfEveryMeter((given) => {
  it('before its first step a pool has no seat, and its grace still applies', () => {
    const outcome = given(withCapacity(['14:30', 3]), during('14:00', '18:00', ...three));
    expect(outcome.asOf('20:00').figures).toMatchObject({
      readings: { none: 3, 'level-contiguous': 0 },
      excursions: [{ start: at('14:00'), end: at('14:30'), seats: 3 }],
    });
    const tooLate = given(withCapacity(['14:30:00.001', 3]), during('14:00', '18:00', ...three));
    expect(tooLate.asOf('20:00').overage).toEqual([3]);
  });

  it('a pool that never had a seat bills whoever outlasts the grace', () => {
    expect(given(withCapacity(), during('14:00', '18:00', ...three)).asOf('20:00').overage).toEqual(
      [3],
    );
  });

  it('capacity bought during the grace cures it from its instant on, and no earlier', () => {
    const { figures } = given(
      withCapacity(['08:00', 1], ['14:29:59.999', 3]),
      during('14:00', '18:00', ...three),
    ).asOf('20:00');
    expect(figures.overageSeats).toBe(0);
    expect(figures.seatMs.over).toBe(2 * (at('14:29:59.999') - at('14:00')));
  });

  it('capacity that is back-dated reaches back', () => {
    expect(
      given(withCapacity(['08:00', 1], ['13:00', 3]), during('14:00', '18:00', ...three)).asOf(
        '20:00',
      ).figures.excursions,
    ).toEqual([]);
  });

  it('a step of capacity that leaves the level over does not restart its clock', () => {
    const { figures } = given(
      withCapacity(['08:00', 2], ['14:20', 1], ['14:25', 2]),
      during('14:00', '14:31', ...three),
    ).asOf('20:00');
    expect(figures.readings['level-contiguous']).toBe(1);
    expect(figures.excursions).toEqual([{ start: at('14:00'), end: at('14:31'), seats: 2 }]);
  });

  it('a step to as many seats as before changes nothing', () => {
    const { figures } = given(
      withCapacity(['08:00', 2], ['14:20', 2]),
      during('14:00', '14:31', ...three),
    ).asOf('20:00');
    expect(figures.readings['level-contiguous']).toBe(1);
  });

  it("a figure lists the step in force at its cycle's start, dated there, and those inside it", () => {
    const agreement = withCapacity(
      ['02-10 00:00', 7],
      ['03-20 00:00', 8],
      ['04-01 00:00', 9],
      ['04-20 00:00', 10],
      ['05-01 00:00', 11],
    );
    const cycles = given(agreement, during('14:00', '18:00', 's')).asOf('04-10 00:00');
    expect(cycles.cyclesOf('elite').map(({ capacity }) => capacity)).toEqual([
      [
        { from: at('03-01 00:00'), seats: 7 },
        { from: at('03-20 00:00'), seats: 8 },
      ],
      [
        { from: at('04-01 00:00'), seats: 9 },
        { from: at('04-20 00:00'), seats: 10 },
      ],
    ]);
  });

  it('a figure of a pool without capacity lists none, dated at the start of the cycle', () => {
    expect(
      given(withCapacity(), during('14:00', '18:00', 's')).asOf('20:00').figures.capacity,
    ).toEqual([{ from: at('03-01 00:00'), seats: 0 }]);
  });

  it('each pool has its own capacity and its own grace', () => {
    const pools = [pool('premium', 3), pool('elite', [['14:10', 3]]), pool('essentials', [])];
    const { pools: figures } = given(contract({ pools }), during('14:00', '15:00', ...three)).asOf(
      '20:00',
    );
    expect(figures.map(({ poolId, cycles }) => [poolId, cycles[0]!.readings.none])).toEqual([
      ['premium', 0],
      ['elite', 3],
      ['essentials', 0],
    ]);
  });

  it('the same seats given from the beginning are there before anything happens', () => {
    expect(pool('elite', 3).capacity).toEqual([{ from: BEGINNING, seats: 3 }]);
    const { figures } = given(
      contract({ pools: [pool('elite', 3)] }),
      during('14:00', '18:00', ...three),
    ).asOf('20:00');
    expect(figures.readings.none).toBe(0);
  });
});
