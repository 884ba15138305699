import { countBetween, Findings, joinFindings, type Finding } from './findings';

const finding = (source: string, id: string): Finding => ({
  source,
  id,
  reason: 'end-without-start',
});

const numbered = (count: number): Finding[] =>
  Array.from({ length: count }, (_, number) =>
    finding(`/${number % 3}`, String(number).padStart(6, '0')),
  );

const firstOf = (findings: readonly Finding[]): Finding[] => {
  const kept = new Findings();
  for (const one of findings) kept.add(one);
  return kept.first();
};

/** Each at another place: 7919 and the length have no common factor. */
const shuffled = <T>(list: readonly T[]): T[] =>
  list.map((_, place) => list[(place * 7919) % list.length]!);

describe('the facts in quarantine that a replay lists', () => {
  it('are sorted by source, then id, in UTF-16 code units', () => {
    const sorted = [
      finding('/a', '10'),
      finding('/a', '9'),
      finding('/a', 'A'),
      finding('/a', 'b'),
      finding('/a', '\u{1f600}'),
      finding('/a', '\uff5e'),
      finding('/b', '1'),
    ];
    expect(firstOf([...sorted].reverse())).toStrictEqual(sorted);
  });

  it('are the first thousand of however many, in whatever order they came', () => {
    const all = numbered(20_000);
    const first = all.filter(({ source }) => source === '/0').slice(0, 1000);
    expect(firstOf(all)).toStrictEqual(first);
    expect(firstOf([...all].reverse())).toStrictEqual(first);
    expect(firstOf(shuffled(all))).toStrictEqual(first);
  });

  it('are the same however the facts were shared out', () => {
    const all = shuffled(numbered(20_000));
    const shares = [0, 1, 2].map((share) => firstOf(all.filter((_, place) => place % 3 === share)));
    expect(joinFindings(shares)).toStrictEqual(firstOf(all));
    expect(joinFindings([[], []])).toStrictEqual([]);
  });
});

it('an instant counts in the span it begins, not in the one it ends', () => {
  const instants = Float64Array.of(10, 20, 20, 30);
  expect(countBetween(instants, 10, 20)).toBe(1);
  expect(countBetween(instants, 20, 30)).toBe(2);
  expect(countBetween(instants, 11, 20)).toBe(0);
  expect(countBetween(instants, 0, Infinity)).toBe(4);
  expect(countBetween(new Float64Array(), 0, 100)).toBe(0);
});
