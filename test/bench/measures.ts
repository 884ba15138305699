import type { Run } from './child';

/** The middle of the values; of an even number, the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half) - 1]!) / 2;
};

/** The medians of several runs of one program over `facts` facts. */
export interface Measured {
  what: string;
  facts: number;
  seconds: number;
  /** From the fastest to the slowest run. */
  range: readonly [number, number];
  factsPerSecond: number;
  cpuSeconds: number | undefined;
  /** The worst of the runs: a promise about memory must hold in every one. */
  peakMiB: number | undefined;
}

/** How many times as long as another something took: the median over pairs of runs made right after each other. */
export interface Ratio {
  what: string;
  facts: number;
  ratio: number;
  range: readonly [number, number];
}

/** A measurement that could not be made, and why. */
export interface Missing {
  what: string;
  missing: string;
}

export type Measurement = Measured | Ratio | Missing;

const rangeOf = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

const allOf = (values: readonly (number | undefined)[]): number[] | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
};

export const measured = (
  what: string,
  facts: number,
  runs: readonly Pick<Run, 'seconds' | 'cpuSeconds' | 'peakMiB'>[],
): Measured => {
  const seconds = runs.map((run) => run.seconds);
  const cpu = allOf(runs.map((run) => run.cpuSeconds));
  const peaks = allOf(runs.map((run) => run.peakMiB));
  return {
    what,
    facts,
    seconds: median(seconds),
    range: rangeOf(seconds),
    factsPerSecond: facts / median(seconds),
    cpuSeconds: cpu && median(cpu),
    peakMiB: peaks && Math.max(...peaks),
  };
};

export const ratioOf = (
  what: string,
  facts: number,
  slow: readonly Pick<Run, 'seconds'>[],
  fast: readonly Pick<Run, 'seconds'>[],
): Ratio => {
  const ratios = slow.map((run, pair) => run.seconds / fast[pair]!.seconds);
  return { what, facts, ratio: median(ratios), range: rangeOf(ratios) };
};

const millions = (count: number): string => `${(count / 1e6).toFixed(count < 1e7 ? 2 : 1)} M`;
const span = ([least, most]: readonly [number, number]): string =>
  `${least.toFixed(2)}–${most.toFixed(2)}`;

const COLUMNS = ['', 'facts', 'seconds', 'range', 'facts/s', 'cpu s', 'peak MiB', 'ratio'];

const cells = (one: Measurement): string[] => {
  if ('missing' in one) return [one.what, `not measured: ${one.missing}`];
  const start = [one.what, millions(one.facts)];
  if ('ratio' in one)
    return [...start, '', span(one.range), '', '', '', `${one.ratio.toFixed(2)} x`];
  return [
    ...start,
    one.seconds.toFixed(2),
    span(one.range),
    millions(one.factsPerSecond),
    one.cpuSeconds?.toFixed(2) ?? '-',
    one.peakMiB?.toFixed(0) ?? '-',
  ];
};

/** A line a measurement: medians (peak memory: the worst) and the range over the runs; `-` is what was not measured. */
export const table = (measurements: readonly Measurement[]): string => {
  const rows = [COLUMNS, ...measurements.map(cells)];
  const aligned = rows.filter((row) => row.length > 2);
  const widths = COLUMNS.map((_, column) =>
    Math.max(
      ...aligned.map((row) => row[column]?.length ?? 0),
      ...(column === 0 ? rows.map((row) => row[0]!.length) : []),
    ),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || row.length === 2
            ? cell.padEnd(widths[column]!)
            : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
