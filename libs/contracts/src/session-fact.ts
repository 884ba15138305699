import { parseInstant } from './instant';

/**
 * One session fact as it comes in, checked. `at` is in milliseconds since the epoch, `leaseSeconds` 1 to 604800;
 * what the event left out, or gave as null, is undefined.
 */
export interface SessionFact {
  readonly accountId: string;
  readonly source: string;
  readonly id: string;
  readonly type: 'started' | 'renewed' | 'ended';
  readonly at: number;
  readonly sessionId: string;
  /** Always there on `started`. */
  readonly userId?: string | undefined;
  readonly pool?: string | undefined;
  readonly leaseSeconds?: number | undefined;
  readonly activity?: string | undefined;
  readonly reason?: string | undefined;
}

/** Why a value is no session fact, for the person who sent it: which field, and what it must be. Quotes no personal data. */
export interface Rejection {
  readonly problem: string;
}

const TYPES: ReadonlyMap<unknown, SessionFact['type']> = new Map([
  ['seatmeter.session.started.v1', 'started'],
  ['seatmeter.session.renewed.v1', 'renewed'],
  ['seatmeter.session.ended.v1', 'ended'],
]);

/** Account and pool ids stand in keys, paths and file names; other ids are any string of so many UTF-16 units. */
export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,199}$/;
/** The pattern in words. */
export const NAME =
  '1 to 200 letters, digits, ".", "_", "~" or "-", beginning with a letter or digit';
export const LONGEST_ID = 200;
/** A week, in seconds. */
export const LONGEST_LEASE = 604_800;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_ID;
const isName = (value: unknown): value is string =>
  typeof value === 'string' && NAME_PATTERN.test(value);
const isLease = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST_LEASE;

/** What was found in the place of a string; never the value, for it may name a person. */
const kindOf = (value: unknown): string => {
  if (isAbsent(value)) return 'it is missing';
  if (Array.isArray(value)) return 'it is a list';
  if (typeof value === 'string') return value === '' ? 'it is empty' : `it has ${value.length}`;
  return typeof value === 'object' ? 'it is an object' : `it is a ${typeof value}`;
};

const found = (value: unknown): string => {
  if (typeof value === 'number') return `it is ${value}`;
  if (typeof value !== 'string') return kindOf(value);
  return `it is "${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
};

const mustBe = (field: string, wanted: string, value: unknown): string =>
  `"${field}" must be ${wanted}; ${found(value)}`;

const mustBeId = (field: string, value: unknown): string =>
  `"${field}" must be a string of 1 to ${LONGEST_ID} characters; ${kindOf(value)}`;

const envelopeProblem = (event: Fields, at: number): string | null => {
  if (event.specversion !== '1.0') return mustBe('specversion', '"1.0"', event.specversion);
  if (!TYPES.has(event.type)) {
    const wanted =
      'seatmeter.session.started.v1, seatmeter.session.renewed.v1 or seatmeter.session.ended.v1';
    return mustBe('type', wanted, event.type);
  }
  if (!isId(event.id)) return mustBeId('id', event.id);
  if (!isId(event.source)) return mustBeId('source', event.source);
  if (Number.isNaN(at)) {
    const wanted =
      'an RFC 3339 time of the years 2000 to 2099 with seconds and a zone, like 2026-03-02T09:00:00Z';
    return mustBe('time', wanted, event.time);
  }
  return null;
};

const dataProblem = (data: Fields, type: SessionFact['type']): string | null => {
  const { accountId, sessionId, userId, pool, leaseSeconds, activity, reason } = data;
  if (!isName(accountId)) return mustBe('data.accountId', NAME, accountId);
  if (!isId(sessionId)) return mustBeId('data.sessionId', sessionId);
  if (isAbsent(userId)) {
    if (type === 'started') return '"data.userId" is missing: a started session needs its user';
  } else if (!isId(userId)) return mustBeId('data.userId', userId);
  if (!isAbsent(pool) && !isName(pool)) return mustBe('data.pool', `left out, or ${NAME}`, pool);
  if (!isAbsent(leaseSeconds) && !isLease(leaseSeconds)) {
    const wanted = `left out, or a whole number of seconds from 1 to ${LONGEST_LEASE}`;
    return mustBe('data.leaseSeconds', wanted, leaseSeconds);
  }
  if (!isAbsent(activity) && typeof activity !== 'string')
    return mustBe('data.activity', 'left out, or a string', activity);
  if (!isAbsent(reason) && typeof reason !== 'string')
    return mustBe('data.reason', 'left out, or a string', reason);
  return null;
};

/**
 * Checks a parsed structured CloudEvent by hand, for the hot path, and reads it into a session fact. Unknown fields are
 * tolerated and dropped; an optional field that is there must be right, whatever the event's type. Never throws.
 */
export const readSessionFact = (value: unknown): SessionFact | Rejection => {
  if (!isFields(value) || Array.isArray(value))
    return { problem: 'a session fact must be a JSON object, a CloudEvent in structured mode' };
  const at = typeof value.time === 'string' ? parseInstant(value.time) : NaN;
  const { data } = value;
  const wrongEnvelope = envelopeProblem(value, at);
  if (wrongEnvelope !== null) return { problem: wrongEnvelope };
  if (!isFields(data) || Array.isArray(data))
    return { problem: mustBe('data', 'a JSON object', data) };
  const type = TYPES.get(value.type)!;
  const wrongData = dataProblem(data, type);
  if (wrongData !== null) return { problem: wrongData };
  return {
    accountId: data.accountId as string,
    source: value.source as string,
    id: value.id as string,
    type,
    at,
    sessionId: data.sessionId as string,
    userId: (data.userId ?? undefined) as string | undefined,
    pool: (data.pool ?? undefined) as string | undefined,
    leaseSeconds: (data.leaseSeconds ?? undefined) as number | undefined,
    activity: (data.activity ?? undefined) as string | undefined,
    reason: (data.reason ?? undefined) as string | undefined,
  };
};
