import { LONGEST_ID, LONGEST_LEASE, NAME, NAME_PATTERN } from '@seatmeter/contracts';
import type { FactType } from '@seatmeter/metering';
import type { ImportedFact } from './fact-line';
import type { Complaint } from './importer';

/** The texts of one fact, as found in the log; an empty one is as good as none. */
export interface RawFact {
  readonly type: FactType;
  readonly at: number;
  readonly session: string | undefined;
  /** Default: the session itself, one user a session. */
  readonly user?: string | undefined;
  readonly pool?: string | undefined;
  readonly lease?: string | undefined;
}

const idProblem = (what: string, id: string): Complaint | undefined =>
  id.length <= LONGEST_ID
    ? undefined
    : {
        wrong: `the ${what} has ${id.length} characters, more than ${LONGEST_ID}`,
        todo: `check that it is the ${what}`,
      };

const leaseOf = (text: string): number | Complaint => {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= LONGEST_LEASE) return seconds;
  return { wrong: 'the lease is no whole number of seconds from 1 to 604800', todo: 'correct it' };
};

/** Checks the texts of a row. Only a start says who holds a seat and where; on the others that has no meaning. */
export const factOf = (raw: RawFact): ImportedFact | Complaint => {
  const sessionId = raw.session ?? '';
  if (sessionId === '') return { wrong: 'the session is empty', todo: 'correct the line' };
  const tooLong = idProblem('session', sessionId) ?? idProblem('user', raw.user ?? '');
  if (tooLong !== undefined) return tooLong;
  const lease = raw.type === 'ended' || !raw.lease ? undefined : leaseOf(raw.lease);
  if (typeof lease === 'object') return lease;
  const common = { type: raw.type, at: raw.at, sessionId };
  const leased = lease === undefined ? {} : { leaseSeconds: lease };
  if (raw.type !== 'started') return { ...common, ...leased };
  const userId = raw.user || sessionId;
  if (!raw.pool) return { ...common, userId, ...leased };
  if (!NAME_PATTERN.test(raw.pool)) {
    return {
      wrong: `the pool is not ${NAME}`,
      todo: 'correct it, or leave the pool out when the account has one',
    };
  }
  return { ...common, userId, pool: raw.pool, ...leased };
};
