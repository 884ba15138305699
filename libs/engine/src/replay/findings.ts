import { compareUtf16, type Instant, type QuarantineReason } from '@seatmeter/metering';

/** A fact in quarantine, as a replay lists it. */
export interface Finding {
  readonly source: string;
  readonly id: string;
  readonly reason: QuarantineReason;
}

/** The most that a replay lists; the rest is counted. */
const MOST_LISTED = 1000;

const inOrder = (one: Finding, other: Finding): number =>
  compareUtf16(one.source, other.source) ||
  compareUtf16(one.id, other.id) ||
  compareUtf16(one.reason, other.reason);

/** The first facts in quarantine by source and id, in bounded memory however many there are. */
export class Findings {
  private kept: Finding[] = [];

  add(finding: Finding): void {
    this.kept.push(finding);
    if (this.kept.length >= 8 * MOST_LISTED) this.kept = this.first();
  }

  first(): Finding[] {
    return [...this.kept].sort(inOrder).slice(0, MOST_LISTED);
  }
}

/** The first of several lists, in one. */
export const joinFindings = (lists: readonly (readonly Finding[])[]): Finding[] => {
  const findings = new Findings();
  for (const finding of lists.flat()) findings.add(finding);
  return findings.first();
};

/** How many of the given instants lie in `[start, end)`; `instants` must be sorted. */
export const countBetween = (instants: Float64Array, start: Instant, end: Instant): number =>
  firstNotBefore(instants, end) - firstNotBefore(instants, start);

const firstNotBefore = (instants: Float64Array, instant: Instant): number => {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
};
