import { inputName } from '@seatmeter/adapters';
import type { BadLine, Outcome } from './importer';

/** Bad lines that are told one by one, and kinds of skipped lines told apart; the rest is counted. */
const MOST_NAMED = 5;
const MOST_KINDS = 20;
const OTHERS = 'for other reasons';

/** What an import came to. */
export interface ImportSummary {
  readonly file: string;
  readonly lines: number;
  readonly facts: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly bad: number;
  readonly firstBad: readonly { line: number; wrong: string; todo: string }[];
  readonly notes: readonly string[];
}

/** Counts outcomes in constant memory. */
export class Tally {
  #lines = 0;
  #facts = 0;
  #bad = 0;
  readonly #skipped = new Map<string, number>();
  readonly #firstBad: BadLine[] = [];

  countLines(lines: number): void {
    this.#lines += lines;
  }

  count(outcome: Outcome): void {
    switch (outcome.type) {
      case 'facts':
        this.#facts += outcome.facts.length;
        break;
      case 'skipped': {
        const known = this.#skipped.has(outcome.why) || this.#skipped.size < MOST_KINDS;
        const why = known ? outcome.why : OTHERS;
        this.#skipped.set(why, (this.#skipped.get(why) ?? 0) + 1);
        break;
      }
      case 'bad':
        this.#bad += 1;
        if (this.#firstBad.length < MOST_NAMED) this.#firstBad.push(outcome);
        break;
    }
  }

  summary(file: string, notes: readonly string[]): ImportSummary {
    return {
      file,
      lines: this.#lines,
      facts: this.#facts,
      skipped: Object.fromEntries([...this.#skipped].sort(([, a], [, b]) => b - a)),
      bad: this.#bad,
      firstBad: this.#firstBad.map(({ line, wrong, todo }) => ({ line, wrong, todo })),
      notes,
    };
  }
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** The summary for people, several lines. */
export const describeSummary = (summary: ImportSummary): string => {
  const { file, lines, facts, skipped, bad, firstBad, notes } = summary;
  const name = inputName(file);
  const text = [`${name}: ${counted(lines, 'line')} read, ${counted(facts, 'fact')} written`];
  for (const [why, count] of Object.entries(skipped))
    text.push(`  ${counted(count, 'line')} skipped: ${why}`);
  if (bad > 0) text.push(`  ${counted(bad, 'bad line')} left out:`);
  for (const { line, wrong, todo } of firstBad)
    text.push(`    ${name}, line ${line}: ${wrong}; ${todo}`);
  if (bad > firstBad.length)
    text.push(`    and ${(bad - firstBad.length).toLocaleString('en-US')} more`);
  for (const note of notes) text.push(`  ${note}`);
  return `${text.join('\n')}\n`;
};
