import type { TextLine } from '@seatmeter/adapters';
import { CsvRecords, type CsvRecord } from './csv-records';
import type { Complaint } from './importer';

/** What we need of a row of queue_log, by the number of its line. `data2` of an agent's logoff: the seconds logged in. */
export type QueueLogRow = Readonly<Record<Column, string>> & { readonly line: number };

type Column = 'time' | 'queue' | 'agent' | 'event' | 'data2';
type Places = Readonly<Record<Column, number>>;

/** The file, and the realtime table from its `time` on: time, callid, queue, agent, event, data1, data2, … */
const BY_POSITION: Places = { time: 0, queue: 2, agent: 3, event: 4, data2: 6 };

/** The places a header gives; none when these fields are no header. */
const placesOf = (fields: readonly string[]): Places | undefined => {
  const names = fields.map((field) => field.toLowerCase());
  const placeOf = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name));
  const places = {
    time: placeOf('time'),
    queue: placeOf('queuename', 'queue'),
    agent: placeOf('agent'),
    event: placeOf('event', 'verb'),
    data2: placeOf('data2'),
  };
  return places.time >= 0 && places.agent >= 0 && places.event >= 0 ? places : undefined;
};

/** What a line of queue_log turned out to be. */
export type QueueLogLine =
  QueueLogRow | (Complaint & { readonly line: number }) | 'header' | 'empty';

/**
 * The rows of a queue_log: the file Asterisk writes (pipes, never quoted), or the realtime table exported as CSV with
 * pipes, commas, semicolons or tabs, with a header or with the columns in the table's order. The first line decides.
 */
export class QueueLogRows {
  #places: Places | undefined;
  #quoted: CsvRecords | undefined;

  take(line: TextLine): readonly QueueLogLine[] {
    if (line.text.trim() === '') return ['empty'];
    if (this.#places === undefined) {
      const delimiter = /[|,;\t]/.exec(line.text)?.[0] ?? '|';
      if (delimiter !== '|') this.#quoted = new CsvRecords(delimiter);
    }
    if (this.#quoted !== undefined)
      return this.#quoted.take(line).map((record) => this.#rowOf(record));
    const fields = line.text.split('|').map((field) => field.trim());
    return [this.#rowOf({ line: line.number, fields })];
  }

  finish(): readonly QueueLogLine[] {
    return (this.#quoted?.finish() ?? []).map((record) => this.#rowOf(record));
  }

  #rowOf(record: CsvRecord): QueueLogLine {
    if (record.fields === undefined) return record;
    const { line, fields } = record;
    if (this.#places === undefined) {
      const header = placesOf(fields);
      this.#places = header ?? BY_POSITION;
      if (header !== undefined) return 'header';
    }
    const { time, queue, agent, event, data2 } = this.#places;
    if (fields.length <= Math.max(time, agent, event)) {
      const wrong = `the row has ${fields.length} columns; a queue_log row has time, callid, queue, agent, event`;
      return { line, wrong, todo: 'check that the file is a queue_log' };
    }
    const at = (place: number): string => fields[place] ?? '';
    return {
      line,
      time: at(time),
      queue: at(queue),
      agent: at(agent),
      event: at(event),
      data2: at(data2),
    };
  }
}
