import fc from 'fast-check';

/** Numbers that decide an order. */
export const dice = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 60 });

/** Each at a place the dice choose, and some of them once more. */
export const shuffled = <T>(facts: readonly T[], roll: readonly number[]): T[] => {
  const again = roll.slice(0, roll[0]! % 8).map((number) => facts[number % facts.length]!);
  return [...facts, ...again]
    .map((fact, index) => ({ fact, place: roll[index % roll.length]! * (index + 7) * 7919 }))
    .sort((one, other) => (one.place % 10_007) - (other.place % 10_007))
    .map(({ fact }) => fact);
};
