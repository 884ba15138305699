import { availableParallelism, cpus } from 'node:os';
import { median } from './measures';

/** One number of a bench, over several runs or samples. */
export interface Figure {
  what: string;
  unit: string;
  median: number;
  range: readonly [number, number];
  /** What the number should be; said beside it, never asserted. */
  wanted: string | undefined;
}

export const figureOf = (
  what: string,
  unit: string,
  values: readonly number[],
  wanted?: string,
): Figure => ({
  what,
  unit,
  median: median(values),
  range: [Math.min(...values), Math.max(...values)],
  wanted,
});

/** The value below which a share of all lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
};

const inWords = (value: number): string => {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(0)} k`;
  return value.toFixed(value < 10 ? 2 : 0);
};

const lineOf = ({ what, unit, median: middle, range: [least, most], wanted }: Figure): string =>
  [
    what.padEnd(56),
    `${inWords(middle)} ${unit}`.padStart(18),
    `${inWords(least)}–${inWords(most)}`.padStart(20),
    wanted === undefined ? '' : `wanted ${wanted}`,
  ]
    .join('  ')
    .trimEnd();

/** Prints medians and ranges, or all of it as JSON. */
export const report = (
  figures: readonly Figure[],
  { json, pairs }: { json: boolean; pairs: number },
): void => {
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model, node: process.version };
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, pairs, figures }, null, 2)}\n`);
    return;
  }
  const { cores, cpu, node } = machine;
  const where = `${cores} cores (${cpu ?? 'unknown'}), node ${node}`;
  const how = `medians and ranges of ${pairs} runs, alternating where there is a ratio`;
  process.stdout.write(`${figures.map(lineOf).join('\n')}\n\n${where}; ${how}\n`);
};
