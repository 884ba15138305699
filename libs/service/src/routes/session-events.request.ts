import type { IncomingHttpHeaders } from 'node:http';
import {
  contentModeOf,
  fromHttpBinary,
  readSessionFact,
  type SessionFact,
} from '@seatmeter/contracts';
import { jsonOf } from '../http/body';
import { EVENT_BYTES, REQUEST_EVENTS } from '../http/limits';
import { Problem } from '../http/problem';

/** An event of a request that is no session fact. */
export interface Rejected {
  readonly index: number;
  readonly code: 'not-a-session-fact' | 'too-large';
  readonly message: string;
}

/** The events of a request: `places[i]` is where the i-th fact stood among them, counted from 0. */
export interface RequestFacts {
  readonly facts: readonly SessionFact[];
  readonly places: readonly number[];
  readonly rejected: readonly Rejected[];
}

/** The bytes of a session fact whose ids are empty. */
const EMPTY_FACT = JSON.stringify({
  specversion: '1.0',
  id: '',
  source: '',
  type: 'seatmeter.session.ended.v1',
  time: '2026-03-02T09:00:00Z',
  data: { accountId: '', sessionId: '' },
}).length;

/** No event of these ids is shorter. */
const leastBytes = (fact: SessionFact): number =>
  EMPTY_FACT +
  fact.id.length +
  fact.source.length +
  fact.accountId.length +
  fact.sessionId.length +
  (fact.userId?.length ?? 0);

const TOO_LARGE = `an event has at most ${EVENT_BYTES} bytes: leave out what is no part of a session fact`;

/** Without the white space it may have been sent with. */
const isTooLarge = (event: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(event)) > EVENT_BYTES;

const readEvents = (
  events: readonly unknown[],
  bytes: number,
  judgeSize: boolean,
): RequestFacts => {
  const facts: SessionFact[] = [];
  const places: number[] = [];
  const rejected: Rejected[] = [];
  let least = 0;
  for (let index = 0; index < events.length; index += 1) {
    const read = readSessionFact(events[index]);
    if (judgeSize && isTooLarge(events[index])) {
      rejected.push({ index, code: 'too-large', message: TOO_LARGE });
    } else if ('problem' in read) {
      rejected.push({ index, code: 'not-a-session-fact', message: read.problem });
    } else {
      facts.push(read);
      places.push(index);
      least += leastBytes(read);
    }
  }
  // One event can only be too large when so much of the body is in no fact's ids: else none is measured.
  if (!judgeSize && bytes - least > EVENT_BYTES) return readEvents(events, bytes, true);
  return { facts, places, rejected };
};

const readBatch = (body: Buffer): RequestFacts => {
  const events = jsonOf(body);
  if (!Array.isArray(events)) {
    const told = 'the body of application/cloudevents-batch+json must be a JSON array of events';
    throw new Problem(400, 'BODY_UNREADABLE', told);
  }
  if (events.length > REQUEST_EVENTS) {
    const told = `a request has at most ${REQUEST_EVENTS} events, this one ${events.length}: send them in several`;
    const fields = { events: events.length, limitEvents: REQUEST_EVENTS };
    throw new Problem(413, 'TOO_MANY_EVENTS', told, fields);
  }
  return readEvents(events, body.length, false);
};

const readStructured = (body: Buffer): RequestFacts => {
  const event = jsonOf(body);
  if (Array.isArray(event)) {
    const told =
      'the body is a JSON array: send several events with content-type application/cloudevents-batch+json';
    throw new Problem(400, 'BODY_UNREADABLE', told);
  }
  return readEvents([event], 0, false);
};

const readBinary = (headers: IncomingHttpHeaders, body: Buffer): RequestFacts => {
  const read = fromHttpBinary(headers, body);
  if ('event' in read) return readEvents([read.event], 0, false);
  if (read.reason === 'not-json') throw new Problem(400, 'BODY_UNREADABLE', read.problem);
  return {
    facts: [],
    places: [],
    rejected: [{ index: 0, code: read.reason, message: read.problem }],
  };
};

/** Reads a request of one or many session facts. @throws Problem when the body cannot be read, or is too large. */
export const readRequest = (headers: IncomingHttpHeaders, body: Buffer): RequestFacts => {
  const mode = contentModeOf(headers);
  if (mode === 'batched') return readBatch(body);
  if (body.length > EVENT_BYTES) {
    const fields = { bytes: body.length, limitBytes: EVENT_BYTES };
    throw new Problem(413, 'EVENT_TOO_LARGE', TOO_LARGE, fields);
  }
  return mode === 'binary' ? readBinary(headers, body) : readStructured(body);
};
