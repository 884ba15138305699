import {
  at,
  contract,
  HOUR,
  MINUTE,
  policy,
  pool,
  signIn,
  signOut,
  started,
  tie,
  toldOfEveryMeter,
} from './given';

const crowd = Array.from({ length: 100 }, (_, index) => `agent ${index}`);

/** One more every minute from nine o'clock on. */
const oneByOne = crowd.map((session, minute) => ({
  ...started('09:00', session),
  at: at('09:00') + minute * MINUTE,
}));

toldOfEveryMeter((given) => {
  it('of a hundred who come one by one, each is over from when they came', () => {
    const { figures } = given(
      contract({ pools: [pool('elite', 0)] }),
      oneByOne,
      signOut('11:00', ...crowd),
    ).asOf('12:00');
    expect(figures.peak).toEqual({ seats: 100, at: at('10:39') });
    expect(figures.readings).toEqual({
      none: 100,
      'excursion-full': 100,
      'excursion-deductible': 100,
      'level-contiguous': 90,
      'level-cumulative': 91,
    });
    const minutes = crowd.map((_, minute) => 120 - minute);
    const sum = (some: number[]): number => some.reduce((one, other) => one + other) * MINUTE;
    expect(figures.seatMs).toMatchObject({
      used: sum(minutes),
      billable: sum(minutes.slice(0, 90)),
    });
  });

  it.each([64, 100])('%i colleagues change nothing for who holds a named licence', (colleagues) => {
    const users = new Map([['ann', { assignments: [], namedLicences: [tie('named')] }]]);
    const named = pool('named', 5, { licence: 'elite', model: 'named' });
    const { figures } = given(
      contract({ pools: [pool('elite', 0), named], users }),
      signIn('09:00', ...crowd.slice(0, colleagues)),
      started('09:00', 'her own', { userId: 'ann' }),
    ).asOf('10:00');
    expect(figures.seatMs.used).toBe(colleagues * HOUR);
  });

  it('a hundred with two sessions each are counted as what the policy says at each instant', () => {
    const bySession = policy({ countBy: 'session' }, 2, '10:00');
    const twice = crowd.map((name) =>
      started('09:00', `${name} again`, { userId: `user of ${name}` }),
    );
    const { figures } = given(
      contract({ policies: [policy({}), bySession] }),
      signIn('09:00', ...crowd),
      twice,
    ).asOf('11:00');
    expect(figures.peak).toEqual({ seats: 200, at: at('10:00') });
    expect(figures.seatMs.used).toBe(300 * HOUR);
  });
});
