import type { TimelinePoint } from '../api';

/** Columns for the chart: seconds; seats in use; capacity; the top of what is billable; the top of what is over. */
export type Columns = [number[], number[], number[], number[], number[]];

/** The steps of a course up to `to`, the last one drawn out to it. Instants in ms. */
export const columnsOf = (points: readonly TimelinePoint[], to: number): Columns => {
  const last = points.at(-1);
  const steps = points.map(({ at, ...step }) => ({ at: Date.parse(at), ...step }));
  if (last !== undefined && Date.parse(last.at) < to) steps.push({ ...last, at: to });
  return [
    steps.map(({ at }) => at / 1000),
    steps.map(({ used }) => used),
    steps.map(({ capacity }) => capacity),
    steps.map(({ capacity, billable }) => capacity + billable),
    steps.map(({ used, capacity }) => Math.max(used, capacity)),
  ];
};

export interface Span {
  readonly from: number;
  readonly to: number;
}

const LEAST_MS = 10_000;

/** The span around the same middle, `factor` as long, inside `bounds`. */
export const zoomed = ({ from, to }: Span, factor: number, bounds: Span): Span => {
  const half = Math.max(LEAST_MS, (to - from) * factor) / 2;
  const middle = (from + to) / 2;
  return {
    from: Math.round(Math.max(bounds.from, middle - half)),
    to: Math.round(Math.min(bounds.to, middle + half)),
  };
};
