import type { Line } from '@seatmeter/adapters';
import type { ImportedFact } from './fact-line';

/** What is wrong with a line, and what to do about it. Quotes a time or a word of the log, never who it is about. */
export interface Complaint {
  readonly wrong: string;
  readonly todo: string;
}

/** What became of a line, or of a record of several. `skipped` is none of our business; `bad` should have been. */
export type Outcome =
  | { readonly type: 'facts'; readonly facts: readonly ImportedFact[] }
  | { readonly type: 'skipped'; readonly why: string }
  | BadLine;

export type BadLine = { readonly type: 'bad'; readonly line: number } & Complaint;

/** Reads one log from its first line to its last. It remembers open sessions at most, never the log. */
export interface Importer {
  take(line: Line): readonly Outcome[];
  /** After the last line: what was still held back. */
  finish(): readonly Outcome[];
  /** Remarks for the summary, after `finish`. */
  notes(): readonly string[];
}

export const isComplaint = (value: object): value is Complaint => 'wrong' in value;

export const factsOrBad = (
  line: number,
  read: readonly ImportedFact[] | Complaint,
): readonly Outcome[] =>
  isComplaint(read) ? [{ type: 'bad', line, ...read }] : [{ type: 'facts', facts: read }];

/** A line of which there is no text. */
export const unreadable = (line: Exclude<Line, { type: 'text' }>): BadLine => {
  const found = line.bytes.toLocaleString('en-US');
  const complaint: Complaint =
    line.type === 'too-long'
      ? {
          wrong: `the line has ${found} bytes, more than ${line.limit.toLocaleString('en-US')}`,
          todo: 'check that this is a text log with line ends',
        }
      : {
          wrong: `the line (${found} bytes) is not UTF-8`,
          todo: 'convert the file first, as with: iconv -f WINDOWS-1252 -t UTF-8',
        };
  return { type: 'bad', line: line.number, ...complaint };
};

/** A piece of the log for a message: short, and harmless to a terminal. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
