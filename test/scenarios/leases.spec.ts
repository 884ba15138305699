import {
  at,
  contract,
  ended,
  HOUR,
  MINUTE,
  policy,
  pool,
  renewed,
  started,
  toldOfEveryMeter,
} from './given';

const lease = (minutes: number): { leaseSeconds: number } => ({ leaseSeconds: minutes * 60 });
const withTtl = (minutes: number | null) =>
  contract({ policies: [policy({ leaseTtl: minutes === null ? null : minutes * MINUTE })] });

toldOfEveryMeter((given) => {
  it('without any lease a session holds its seat until it ends', () => {
    expect(given(withTtl(null), started('09:00', 's')).asOf('19:00').figures).toMatchObject({
      seatMs: { used: 10 * HOUR },
      inferredEnds: 0,
      inferredSeatMs: 0,
    });
  });

  it("a session that names no lease has the policy's", () => {
    expect(given(withTtl(15), started('09:00', 's')).asOf('12:00').figures).toMatchObject({
      seatMs: { used: 15 * MINUTE },
      inferredEnds: 1,
      inferredSeatMs: 15 * MINUTE,
    });
  });

  it("a lease that was given beats the policy's, also at later signs of life that give none", () => {
    const { figures } = given(
      withTtl(15),
      started('09:00', 's', lease(60)),
      renewed('09:50', 's'),
    ).asOf('12:00');
    expect(figures.seatMs.used).toBe(110 * MINUTE);
  });

  it('the seat is held until the lease ends, not until the last sign of life', () => {
    const { figures } = given(
      withTtl(15),
      started('09:00', 's'),
      renewed('09:10', 's'),
      renewed('09:20', 's'),
    ).asOf('12:00');
    expect(figures).toMatchObject({
      seatMs: { used: 35 * MINUTE },
      inferredEnds: 1,
      inferredSeatMs: 15 * MINUTE,
    });
  });

  it("a sign of life moves the lease's end, also to an earlier instant", () => {
    const { figures } = given(
      contract(),
      started('09:00', 's', lease(120)),
      renewed('09:10', 's', lease(1)),
    ).asOf('12:00');
    expect(figures.seatMs.used).toBe(11 * MINUTE);
  });

  it('a sign of life at the instant the lease ends opens the session again', () => {
    const { figures } = given(withTtl(15), started('09:00', 's'), renewed('09:15', 's')).asOf(
      '12:00',
    );
    expect(figures).toMatchObject({ seatMs: { used: 30 * MINUTE }, inferredEnds: 2 });
    expect(figures.inferredSeatMs).toBe(30 * MINUTE);
  });

  it('a session that said it ended has no inferred end', () => {
    const { figures } = given(withTtl(15), started('09:00', 's'), ended('09:14:59.999', 's')).asOf(
      '12:00',
    );
    expect(figures).toMatchObject({ inferredEnds: 0, inferredSeatMs: 0 });
  });

  it('a lease that has not run out by as-of is no inferred end, one that does at as-of is', () => {
    const outcome = given(withTtl(15), started('09:00', 's'));
    expect(outcome.asOf('09:14:59.999').figures.inferredEnds).toBe(0);
    expect(outcome.asOf('09:15').figures.inferredEnds).toBe(1);
  });

  it("the policy's lease is the one in force at the sign of life", () => {
    const policies = [
      policy({ leaseTtl: 60 * MINUTE }),
      policy({ leaseTtl: 10 * MINUTE }, 2, '09:30'),
    ];
    const { figures } = given(
      contract({ policies }),
      started('09:00', 'before'),
      started('09:30', 'after'),
    ).asOf('12:00');
    expect(figures.seatMs.used).toBe(70 * MINUTE);
  });

  it('an inferred end counts in the cycle that it ends in, its seat time where it was spent', () => {
    const cycles = given(contract(), started('03-31 23:50', 's', lease(30)))
      .asOf('04-02 00:00')
      .cyclesOf('elite');
    expect(cycles.map(({ inferredEnds }) => inferredEnds)).toEqual([0, 1]);
    expect(cycles.map(({ inferredSeatMs }) => inferredSeatMs / MINUTE)).toEqual([10, 20]);
  });

  it("an inferred end at a cycle's end is that cycle's", () => {
    const cycles = given(contract(), started('03-31 23:30', 's', lease(30)))
      .asOf('04-02 00:00')
      .cyclesOf('elite');
    expect(cycles.map(({ inferredEnds }) => inferredEnds)).toEqual([1, 0]);
  });

  it('a lease that runs out at the end of a grace of exactly that length costs nothing', () => {
    const { figures } = given(
      contract({ pools: [pool('elite', 0)] }),
      started('14:00', 's', lease(30)),
    ).asOf('18:00');
    expect(figures.excursions).toEqual([{ start: at('14:00'), end: at('14:30'), seats: 1 }]);
    expect(figures.overageSeats).toBe(0);
  });
});
