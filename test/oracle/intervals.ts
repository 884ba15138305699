import type { Dated, DurationMs, Instant, Span } from '@seatmeter/metering';

/** The version with the last `from` that is not later than `at`; the first one holds from the beginning. */
export const inForce = <T extends Dated>(versions: readonly T[], at: Instant): T =>
  versions.findLast(({ from }) => from <= at) ?? versions[0]!;

export const holds = ({ start, end }: Span, at: Instant): boolean => start <= at && at < end;

/** What two spans have in common; `end` is not after `start` when that is nothing. */
export const common = (one: Span, other: Span): Span => ({
  start: Math.max(one.start, other.start),
  end: Math.min(one.end, other.end),
});

export const overlap = (one: Span, other: Span): DurationMs => {
  const { start, end } = common(one, other);
  return Math.max(0, end - start);
};

export const touches = (one: Span, other: Span): boolean => overlap(one, other) > 0;

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The maximal spans of neighbouring slices that pass the test. */
export const spansWhere = <S extends Span>(
  slices: readonly S[],
  test: (slice: S) => boolean,
): Span[] => {
  const spans: { start: Instant; end: Instant }[] = [];
  for (const slice of slices.filter(test)) {
    const previous = spans.at(-1);
    if (previous?.end === slice.start) previous.end = slice.end;
    else spans.push({ start: slice.start, end: slice.end });
  }
  return spans;
};
