import { inputName, type Line } from '@seatmeter/adapters';
import { formatInstant } from '@seatmeter/contracts';
import { CliError } from '../cli-error';
import { columnOf, type Header } from './columns';
import { CsvRecords, type CsvRecord } from './csv-records';
import type { ImportedFact } from './fact-line';
import {
  factsOrBad,
  isComplaint,
  quote,
  unreadable,
  type Complaint,
  type Importer,
  type Outcome,
} from './importer';
import type { ReadTime } from './read-time';
import { factOf, type RawFact } from './row';
import { meaningOf, type Words } from './words';

/** What a column says. `time` and `action` for a file of events, `startTime` and `endTime` for one of sessions. */
export type CsvColumn =
  'time' | 'action' | 'startTime' | 'endTime' | 'session' | 'user' | 'pool' | 'lease';

export interface CsvSettings {
  /** For messages. */
  readonly file: string;
  /** Each by its header or its number. */
  readonly columns: Readonly<Partial<Record<CsvColumn, string>>>;
  readonly words: Words;
  readonly readTime: ReadTime;
  readonly hasHeader: boolean;
  /** One character. */
  readonly delimiter: string;
}

type Texts = Readonly<Partial<Record<CsvColumn, string>>>;
type RowReader = (texts: Texts) => readonly ImportedFact[] | Complaint | { readonly why: string };

const FLAGS: Readonly<Record<CsvColumn, string>> = {
  time: '--time',
  action: '--action',
  startTime: '--start-time',
  endTime: '--end-time',
  session: '--session',
  user: '--user',
  pool: '--pool',
  lease: '--lease',
};

const common = ({ session, user, pool, lease }: Texts): Omit<RawFact, 'type' | 'at'> => ({
  session,
  user,
  pool,
  lease,
});

/** One row an event. */
const eventReader = (words: Words, readTime: ReadTime): RowReader => {
  const meaning = meaningOf(words);
  return (texts) => {
    const type = meaning.get(texts.action ?? '');
    if (type === undefined)
      return { why: `${quote(texts.action ?? '')} is none of --start, --renew, --end` };
    const at = readTime(texts.time ?? '');
    if (typeof at === 'object') return at;
    const fact = factOf({ type, at, ...common(texts) });
    return isComplaint(fact) ? fact : [fact];
  };
};

/** One row a session; without an end it is still open. Without a name it is named by its user and its beginning. */
const sessionReader =
  (readTime: ReadTime): RowReader =>
  (texts) => {
    const start = readTime(texts.startTime ?? '');
    if (typeof start === 'object') return start;
    const end = texts.endTime ? readTime(texts.endTime) : undefined;
    if (typeof end === 'object') return end;
    if (end !== undefined && end < start)
      return { wrong: 'the session ends before it starts', todo: 'correct the line or --zone' };
    const named = { ...common(texts) };
    const session =
      named.session ?? (named.user ? `${named.user}@${formatInstant(start)}` : undefined);
    const began = factOf({ ...named, session, type: 'started', at: start });
    if (isComplaint(began) || end === undefined) return isComplaint(began) ? began : [began];
    const ended = factOf({ ...named, session, type: 'ended', at: end });
    return isComplaint(ended) ? ended : [began, ended];
  };

const rowReader = ({ columns, words, readTime }: CsvSettings): RowReader => {
  const { time, action, startTime, endTime, session, user } = columns;
  const refuse = (what: string): CliError => new CliError('COLUMNS_MISSING', what);
  if (startTime !== undefined || endTime !== undefined) {
    if (time !== undefined || action !== undefined)
      throw refuse(
        'a row is an event (--time, --action) or a session (--start-time, --end-time): give one pair',
      );
    if (startTime === undefined || endTime === undefined)
      throw refuse('--start-time and --end-time belong together: give both');
    if (session === undefined && user === undefined)
      throw refuse('nothing says whose session a row is: give --session COL or --user COL');
    return sessionReader(readTime);
  }
  if (time === undefined || action === undefined || session === undefined)
    throw refuse(
      'give --time COL, --action COL and --session COL, or --start-time COL and --end-time COL',
    );
  return eventReader(words, readTime);
};

const headerProblem = (file: string, line: number, wrong: string): CliError => {
  const todo = 'correct the header, or give --no-header when there is none';
  return new CliError('HEADER_UNREADABLE', `${inputName(file)}, line ${line}: ${wrong}; ${todo}`);
};

class CsvImporter implements Importer {
  readonly #records: CsvRecords;
  readonly #read: RowReader;
  #places: readonly (readonly [CsvColumn, number])[] | undefined;
  #widest = 0;

  constructor(readonly settings: CsvSettings) {
    this.#records = new CsvRecords(settings.delimiter);
    this.#read = rowReader(settings);
    if (!settings.hasHeader) this.#place(undefined);
  }

  take(line: Line): readonly Outcome[] {
    if (line.type === 'text')
      return this.#records.take(line).flatMap((record) => this.#outcomes(record));
    const bad = unreadable(line);
    if (this.#places === undefined) throw headerProblem(this.settings.file, line.number, bad.wrong);
    return [...this.finish(), bad];
  }

  finish(): readonly Outcome[] {
    return this.#records.finish().flatMap((record) => this.#outcomes(record));
  }

  notes(): readonly string[] {
    return [];
  }

  #place(header: Header | undefined): void {
    const { columns } = this.settings;
    const names = Object.keys(columns) as CsvColumn[];
    this.#places = names.map((name) => [name, columnOf(FLAGS[name], columns[name]!, header)]);
    this.#widest = Math.max(...this.#places.map(([, index]) => index));
  }

  #outcomes(record: CsvRecord): readonly Outcome[] {
    const { line, fields } = record;
    if (fields?.length === 1 && fields[0] === '') return [{ type: 'skipped', why: 'empty' }];
    if (this.#places === undefined) {
      if (fields === undefined) throw headerProblem(this.settings.file, line, record.wrong);
      this.#place({ file: inputName(this.settings.file), names: fields });
      return [{ type: 'skipped', why: 'header' }];
    }
    if (fields === undefined) return [{ type: 'bad', ...record }];
    if (fields.length <= this.#widest) {
      const wrong = `the row has ${fields.length} columns, and column ${this.#widest + 1} is needed`;
      return factsOrBad(line, { wrong, todo: 'correct the line or --delimiter' });
    }
    const read = this.#read(
      Object.fromEntries(this.#places.map(([name, index]) => [name, fields[index]!])),
    );
    return 'why' in read ? [{ type: 'skipped', why: read.why }] : factsOrBad(line, read);
  }
}

/** Reads a CSV file. @throws CliError, also while reading, when columns are not there or contradict each other. */
export const csvImporter = (settings: CsvSettings): Importer => new CsvImporter(settings);
