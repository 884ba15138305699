import { meterAccount, type AccountFigures, type SessionFact } from '@seatmeter/metering';
import fc from 'fast-check';
import { casesWithoutConflicts } from '../oracle/arbitraries';
import { expectEqual, holdsFor } from './property';

const dice = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 60 });

/** Each fact at a place the dice choose, and some of them once more. */
const delivered = (facts: readonly SessionFact[], roll: readonly number[]): SessionFact[] => {
  const again = roll.slice(0, roll[0]! % 8).map((number) => facts[number % facts.length]!);
  return [...facts, ...again]
    .map((fact, index) => ({ fact, place: roll[index % roll.length]! * (index + 7) * 7919 }))
    .sort((one, other) => (one.place % 10_007) - (other.place % 10_007))
    .map(({ fact }) => fact);
};

/** All but how often a fact came. */
const meaning = ({ pools, quarantine, counts }: AccountFigures): string =>
  JSON.stringify({ pools, quarantine, counts: { ...counts, duplicates: 0 } });

it('any order of arrival, and any repetition, gives the same bytes', () => {
  holdsFor(0.07, fc.tuple(casesWithoutConflicts, dice), ([{ agreement, facts, asOf }, roll]) => {
    expectEqual(
      meaning(meterAccount(agreement, delivered(facts, roll), asOf)),
      meaning(meterAccount(agreement, facts, asOf)),
    );
  });
});

it('what happens after as-of changes nothing', () => {
  holdsFor(0.03, casesWithoutConflicts, ({ agreement, facts, asOf }) => {
    const known = facts.filter(({ at }) => at <= asOf);
    expectEqual(meterAccount(agreement, facts, asOf), meterAccount(agreement, known, asOf));
  });
});

it('every fact up to as-of is counted once', () => {
  holdsFor(0.03, casesWithoutConflicts, ({ agreement, facts, asOf }) => {
    const { counts, quarantine } = meterAccount(agreement, facts, asOf);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(
      facts.filter(({ at }) => at <= asOf).length,
    );
    expect(quarantine).toHaveLength(counts.quarantined);
  });
});
