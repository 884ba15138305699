import type { Evidence, Statement } from '../api';
import { lasting } from '../format';
import type { Words } from '../words/en';

export type Excursion = Statement['excursions'][number];

export interface Verdict {
  /** Seats of this excursion that the contract's reading counts. */
  readonly billed: number;
  readonly sentences: readonly string[];
}

const ms = ({ start, end }: { readonly start: string; readonly end: string }): number =>
  Date.parse(end) - Date.parse(start);

type Interval = Evidence['intervals'][number];
const highest = (intervals: readonly Interval[]): number =>
  Math.max(0, ...intervals.map(({ seats }) => seats));

/** Every seat has a grace of its own: what its level's unbroken time says. */
const byLevels = (
  excursion: Excursion,
  within: readonly Interval[],
  { durationMs, boundary }: Evidence['grace'],
  say: Words,
): Verdict => {
  const grace = lasting(durationMs, say.units);
  const least = boundary === 'inclusive';
  const told = (interval: Interval | undefined): string =>
    lasting(interval === undefined ? 0 : ms(interval), say.units);
  const longest = (among: readonly Interval[]): Interval | undefined =>
    [...among].sort((one, other) => ms(other) - ms(one))[0];
  const counted = within.filter(({ billed }) => billed);
  const billed = highest(counted);
  const free = within.filter(({ seats }) => seats > billed);
  if (billed === 0) {
    const one = longest(free);
    const elsewhere = one !== undefined && ms(one) > durationMs;
    const sentence = say.why.free(told(one), grace, least);
    return { billed, sentences: [elsewhere ? say.why.elsewhere : sentence] };
  }
  const top = longest(counted.filter(({ seats }) => seats === billed));
  const sentences = [say.why.longer(billed, told(top), grace, least)];
  if (excursion.seats > billed && free.length > 0)
    sentences.push(say.why.rest(told(longest(free)), grace, least));
  return { billed, sentences };
};

/** The excursion as a whole has the grace; `count`: what of it counts when it outlasts it. */
const byExcursion = (
  excursion: Excursion,
  { durationMs, boundary }: Evidence['grace'],
  say: Words,
  count: number,
  counted: string,
): Verdict => {
  const took = lasting(ms(excursion), say.units);
  const grace = lasting(durationMs, say.units);
  const least = boundary === 'inclusive';
  const outlasts = least ? ms(excursion) >= durationMs : ms(excursion) > durationMs;
  if (!outlasts) return { billed: 0, sentences: [say.why.excursionShort(took, grace, least)] };
  return { billed: count, sentences: [say.why.excursionLonger(took, grace, least), counted] };
};

/** Why an excursion is billed or free, under the contract's reading of the grace. */
export const verdictOf = (
  excursion: Excursion,
  { statement, grace, intervals }: Evidence,
  say: Words,
): Verdict => {
  const [start, end] = [Date.parse(excursion.start), Date.parse(excursion.end)];
  const touching = (from: number): Interval[] =>
    intervals.filter((one) => Date.parse(one.start) < end && Date.parse(one.end) > from);
  const { seats } = excursion;
  switch (grace.model) {
    case 'none':
      return { billed: seats, sentences: [say.why.noGrace(seats)] };
    case 'excursion-full':
      return byExcursion(excursion, grace, say, seats, say.why.inFull(seats));
    case 'excursion-deductible': {
      const after = highest(touching(start + grace.durationMs));
      return byExcursion(excursion, grace, say, after, say.why.afterGrace(after));
    }
    case 'level-contiguous':
      return byLevels(excursion, touching(start), grace, say);
    case 'level-cumulative': {
      const took = lasting(ms(excursion), say.units);
      const inAll = lasting(grace.durationMs, say.units);
      const figure = statement.overageSeats;
      return {
        billed: Math.min(seats, figure),
        sentences: [say.why.addsUp(took, inAll, figure)],
      };
    }
  }
};
