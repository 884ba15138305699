import { parse } from 'csv-parse/sync';
import type { TextLine } from '@seatmeter/adapters';
import { LINE_LIMIT } from '@seatmeter/adapters';
import type { Complaint } from './importer';

/** One record of a CSV file, by the number of its first line: its fields, trimmed, or what is wrong with it. */
export type CsvRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  | ({ readonly line: number; readonly fields?: never } & Complaint);

/** A quoted field runs over this many lines at most: a quote that nobody closed must not swallow the file. */
const MOST_LINES = 100;

/** Whether a record is still inside a quoted field at the end of this line. */
const endsInsideQuotes = (text: string, delimiter: string, insideBefore: boolean): boolean => {
  let inside = insideBefore;
  for (let at = 0; at < text.length;) {
    if (inside) {
      const next = text.indexOf('"', at);
      if (next === -1) return true;
      const escaped = text[next + 1] === '"';
      inside = escaped;
      at = escaped ? next + 2 : next + 1;
    } else if (text[at] === '"') {
      inside = true;
      at += 1;
    } else {
      const next = text.indexOf(delimiter, at);
      if (next === -1) return false;
      at = next + 1;
    }
  }
  return inside;
};

const parsed = (line: number, text: string, delimiter: string): CsvRecord => {
  if (!text.includes('"'))
    return { line, fields: text.split(delimiter).map((field) => field.trim()) };
  try {
    const options = { delimiter, record_delimiter: '\n', relax_column_count: true };
    const [fields = [], ...more] = parse(text, options);
    if (more.length === 0) return { line, fields: fields.map((field) => field.trim()) };
    return { line, wrong: 'a quote is out of place', todo: 'correct the quotes of the line' };
  } catch {
    const todo = 'put the field in quotes and double the quotes in it';
    return { line, wrong: 'a quote is out of place', todo };
  }
};

/**
 * Puts lines together to CSV records (RFC 4180: quotes, quoted line ends, doubled quotes). A record that is wrong costs
 * itself only: after a quote that nobody closes reading goes on with the very next line.
 */
export class CsvRecords {
  #open: TextLine[] = [];
  #openLength = 0;

  constructor(readonly delimiter: string) {}

  take(line: TextLine): readonly CsvRecord[] {
    const first = this.#open[0] ?? line;
    const wasOpen = this.#open.length > 0;
    if (!endsInsideQuotes(line.text, this.delimiter, wasOpen)) {
      const text = wasOpen ? [...this.#open, line].map((part) => part.text).join('\n') : line.text;
      this.#forget();
      return [parsed(first.number, text, this.delimiter)];
    }
    this.#open.push(line);
    this.#openLength += line.text.length + 1;
    const tooMuch = this.#open.length > MOST_LINES || this.#openLength > LINE_LIMIT;
    return tooMuch ? this.#giveUp() : [];
  }

  /** Ends an open record where something unreadable follows it, or nothing. */
  finish(): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.#open.length > 0) records.push(...this.#giveUp());
    return records;
  }

  #giveUp(): readonly CsvRecord[] {
    const [first, ...rest] = this.#open;
    this.#forget();
    const wrong = 'a quote is opened and not closed';
    const bad = { line: first!.number, wrong, todo: 'close the quote, or double it' };
    return [bad, ...rest.flatMap((line) => this.take(line))];
  }

  #forget(): void {
    this.#open = [];
    this.#openLength = 0;
  }
}
