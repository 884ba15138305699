/** A CloudEvent as JSON.parse of its structured form gives it; not checked yet. */
export type StructuredEvent = Record<string, unknown>;

/** Why a message is no CloudEvent in binary mode, for the person who sent it; `reason` as in the dead-letter topic. */
export interface Unreadable {
  readonly reason: 'not-json' | 'not-a-session-fact';
  readonly problem: string;
}

const notAFact = (problem: string): Unreadable => ({ reason: 'not-a-session-fact', problem });

type HeaderValue = string | Uint8Array;
/** Headers as node:http and kafkajs give them: a repeated one is a list. HTTP names are lower case, values ASCII. */
export type MessageHeaders = Readonly<
  Record<string, HeaderValue | readonly HeaderValue[] | null | undefined>
>;

interface Binding {
  readonly prefix: string;
  /** The attribute's value, undefined when it is not well encoded. */
  readonly decode: (value: HeaderValue) => string | undefined;
  readonly encoding: string;
}

/** BOM kept: an id is taken as it is. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const strictBody = new TextDecoder('utf-8', { fatal: true });

const utf8Of = (bytes: Uint8Array): string | undefined => {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const unquoted = (value: string): string => {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  return inside === undefined ? value : inside.replace(/\\(.)/g, '$1');
};

/** One round only: `%2541` is `%41`. A percent sign without two hex digits stands for itself. */
const percentDecoded = (value: string): string | undefined => {
  try {
    return value.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) => decodeURIComponent(bytes));
  } catch {
    return undefined;
  }
};

const HTTP: Binding = {
  prefix: 'ce-',
  decode: (value) => {
    const text = typeof value === 'string' ? value : utf8Of(value);
    if (text === undefined || !/^[\t\x20-\x7e]*$/.test(text)) return undefined;
    return percentDecoded(unquoted(text.replace(/^[\t ]+|[\t ]+$/g, '')));
  },
  encoding: 'ASCII with everything else percent-encoded as UTF-8',
};

const KAFKA: Binding = {
  prefix: 'ce_',
  decode: (value) => (typeof value === 'string' ? value : utf8Of(value)),
  encoding: 'UTF-8',
};

const isList = (value: HeaderValue | readonly HeaderValue[]): value is readonly HeaderValue[] =>
  Array.isArray(value);

const valuesOf = (headers: MessageHeaders): [name: string, value: HeaderValue][] =>
  Object.entries(headers).flatMap(([name, given]) => {
    if (given === null || given === undefined) return [];
    const values = isList(given) ? given : [given];
    return values.map((value): [string, HeaderValue] => [name.toLowerCase(), value]);
  });

const mediaTypeOf = (headers: MessageHeaders): string | undefined => {
  const value = valuesOf(headers).find(([name]) => name === 'content-type')?.[1];
  const text = typeof value === 'string' || value === undefined ? value : utf8Of(value);
  return text?.trim();
};

const isJson = (mediaType: string): boolean =>
  /^[^/;\s]+\/(?:[^/;\s]+\+)?json\s*(?:;|$)/i.test(mediaType) &&
  /^(?:utf-?8|us-ascii)$/i.test(/;\s*charset\s*=\s*"?([^";\s]*)/i.exec(mediaType)?.[1] ?? 'utf-8');

/**
 * How a message carries its event. Structured and batched say so in `content-type`; binary is what has a `ce-`/`ce_`
 * specversion header and another type. A message that says neither is read as structured JSON, as people send it by hand.
 */
export const contentModeOf = (headers: MessageHeaders): 'structured' | 'batched' | 'binary' => {
  const mediaType = mediaTypeOf(headers)?.toLowerCase() ?? '';
  if (mediaType.startsWith('application/cloudevents-batch')) return 'batched';
  if (mediaType.startsWith('application/cloudevents')) return 'structured';
  const marked = valuesOf(headers).some(([name]) => /^ce[-_]specversion$/.test(name));
  return marked ? 'binary' : 'structured';
};

/** `data` is the body, `datacontenttype` the content type: headers of those names are not heard. */
const attributesOf = (
  headers: MessageHeaders,
  { prefix, decode, encoding }: Binding,
): { event: StructuredEvent } | Unreadable => {
  const attributes = new Map<string, string>();
  for (const [header, value] of valuesOf(headers)) {
    const name = header.startsWith(prefix) ? header.slice(prefix.length) : '';
    if (!/^[a-z0-9]+$/.test(name) || name === 'data' || name === 'datacontenttype') continue;
    if (attributes.has(name)) return notAFact(`the header ${header} must be given only once`);
    const decoded = decode(value);
    if (decoded === undefined) return notAFact(`the header ${header} must be ${encoding}`);
    attributes.set(name, decoded);
  }
  return { event: Object.fromEntries(attributes) };
};

const dataOf = (body: Uint8Array): { data: unknown } | Unreadable => {
  try {
    return { data: JSON.parse(strictBody.decode(body)) as unknown };
  } catch {
    return { reason: 'not-json', problem: 'the body must be JSON in UTF-8' };
  }
};

const readBinary = (
  headers: MessageHeaders,
  body: Uint8Array,
  binding: Binding,
): { event: StructuredEvent } | Unreadable => {
  const read = attributesOf(headers, binding);
  if ('problem' in read) return read;
  const { event } = read;
  const datacontenttype = mediaTypeOf(headers);
  if (datacontenttype !== undefined) event.datacontenttype = datacontenttype;
  if (body.length === 0) return { event };
  if (datacontenttype !== undefined && !isJson(datacontenttype)) {
    const found = datacontenttype.slice(0, 60);
    return notAFact(`content-type must be application/json in UTF-8; it is "${found}"`);
  }
  const data = dataOf(body);
  return 'problem' in data ? data : { event: { ...event, data: data.data } };
};

/**
 * Reads a CloudEvent from an HTTP request in binary mode (CloudEvents 1.0.2, HTTP binding): quotes undone, then one round
 * of percent-decoding. Extension attributes come along. Only the encoding is judged; `readSessionFact` judges the event.
 */
export const fromHttpBinary = (
  headers: MessageHeaders,
  body: Uint8Array,
): { event: StructuredEvent } | Unreadable => readBinary(headers, body, HTTP);

/** Reads a CloudEvent from a Kafka message in binary mode: headers are UTF-8 as they are. A message without value is the caller's. */
export const fromKafkaBinary = (
  headers: MessageHeaders,
  value: Uint8Array,
): { event: StructuredEvent } | Unreadable => readBinary(headers, value, KAFKA);
