import { hash } from 'node:crypto';
import type { Origin } from '../commands/origin';
import { ByteReader, ByteWriter } from './byte-writer';
import type { RecordedFact, StreamEntry, StreamEvent } from './events';
import { readFacts, writeFacts } from './fact-rows';

/** Of the bytes of an append. */
const FORMAT = 1;
const CHAIN_LENGTH = 32;

/** The link of a stream that has no append yet. */
export const NO_CHAIN = new Uint8Array(CHAIN_LENGTH);

/** The link that an append is: the SHA-256 of its bytes, which begin with the link before. */
export const chainOf = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

const writer = new ByteWriter();

/**
 * The canonical bytes of an append: format, the link of the append before, record time, who and which events as JSON,
 * then the facts in rows. The same entry behind the same append is the same bytes.
 */
export const encodeAppend = (
  { recordedAt, by, events }: StreamEntry,
  before: Uint8Array,
): Uint8Array => {
  writer.clear();
  writer.byte(FORMAT);
  writer.raw(before);
  writer.number(recordedAt);
  const head = headOf(by, events);
  writer.number(head.length);
  writer.raw(head);
  writeFacts(writer, factsIn(events), recordedAt);
  return writer.taken();
};

const factsIn = (events: readonly StreamEvent[]): readonly RecordedFact[] => {
  const [first, ...others] = events;
  if (first?.type === 'SessionFactsRecorded.v1' && others.length === 0) return first.facts;
  return events.flatMap((event) => (event.type === 'SessionFactsRecorded.v1' ? event.facts : []));
};

const encodeHead = (by: Origin, events: readonly StreamEvent[]): Uint8Array => {
  const named = events.map((event) =>
    event.type === 'SessionFactsRecorded.v1' ? { ...event, facts: event.facts.length } : event,
  );
  return Buffer.from(JSON.stringify({ by, events: named }));
};

/** Of appends that say nothing but so many facts, by who says it: there are few of them, and they come all the time. */
const plainHeads = new WeakMap<Origin, Uint8Array[]>();
const MOST_PLAIN = 256;

const headOf = (by: Origin, events: readonly StreamEvent[]): Uint8Array => {
  const [first] = events;
  if (events.length !== 1 || first?.type !== 'SessionFactsRecorded.v1')
    return encodeHead(by, events);
  const { length } = first.facts;
  if (length >= MOST_PLAIN) return encodeHead(by, events);
  let heads = plainHeads.get(by);
  if (heads === undefined) plainHeads.set(by, (heads = []));
  return (heads[length] ??= encodeHead(by, events));
};

/** An append of a format that this version does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
  readonly code = 'STORE_NEWER';
  readonly retriable = false;

  constructor(readonly format: number) {
    super(`the store holds appends of format ${format}: they need a newer version of Seatmeter`);
  }
}

type Named =
  | Exclude<StreamEvent, { type: 'SessionFactsRecorded.v1' }>
  | { readonly type: 'SessionFactsRecorded.v1'; readonly facts: number };

interface Head {
  readonly by: Origin;
  readonly events: readonly Named[];
}

/** The short heads read so far, as they are stored: most are one of a few. */
const shortHeads = new Map<string, Head>();
const MOST_SHORT = 1_000;
const SHORT = 100;

const headIn = (bytes: Uint8Array): Head => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  if (text.length > SHORT) return JSON.parse(text) as Head;
  let head = shortHeads.get(text);
  if (head === undefined) {
    head = JSON.parse(text) as Head;
    if (shortHeads.size < MOST_SHORT) shortHeads.set(text, head);
  }
  return head;
};

/** What an append says, and the link of the append before it. @throws UnknownFormat. */
export const decodeAppend = (
  bytes: Uint8Array,
): { readonly entry: StreamEntry; readonly before: Uint8Array } => {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new UnknownFormat(format);
  const before = reader.raw(CHAIN_LENGTH);
  const recordedAt = reader.number();
  const { by, events } = headIn(reader.raw(reader.number()));
  return {
    before,
    entry: {
      recordedAt,
      by,
      events: events.map((event): StreamEvent => {
        if (event.type !== 'SessionFactsRecorded.v1') return event;
        const facts: RecordedFact[] = readFacts(reader, event.facts, recordedAt);
        return { type: event.type, facts };
      }),
    },
  };
};
