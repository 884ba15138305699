import { hash } from 'node:crypto';
import { formatInstant } from '@seatmeter/contracts';
import type { SessionFact } from '@seatmeter/metering';

/** What a line of a log says, before it has an identity. */
export type ImportedFact = Omit<SessionFact, 'source' | 'id' | 'activity' | 'reason'>;

/** Whose log it is: the account, and the CloudEvents source its facts are written under. */
export interface Origin {
  readonly account: string;
  readonly source: string;
}

/**
 * The id of an imported fact: the first 128 bits, in hex, of the SHA-256 of everything it says and of whose log it is.
 *
 * So the same log imported twice gives the same facts, whatever the file is called and wherever in it a line stands, and
 * logs that overlap (rotated ones) count once. Two lines that say exactly the same are one fact; the meter would
 * not tell them apart either. One id never has two contents.
 */
export const factId = (origin: Origin, fact: ImportedFact): string => {
  const { type, at, sessionId, userId, pool, leaseSeconds } = fact;
  const content = [origin.source, origin.account, type, at, sessionId, userId, pool, leaseSeconds];
  const text = JSON.stringify(['seatmeter.import.v1', ...content.map((value) => value ?? null)]);
  return hash('sha256', text, 'hex').slice(0, 32);
};

/** The fact as one line of NDJSON: a CloudEvent 1.0 in structured mode, its line end included. */
export const factLine = (origin: Origin, fact: ImportedFact): string => {
  const { type, at, sessionId, userId, pool, leaseSeconds } = fact;
  const event = {
    specversion: '1.0',
    id: factId(origin, fact),
    source: origin.source,
    type: `seatmeter.session.${type}.v1`,
    time: formatInstant(at),
    data: { accountId: origin.account, sessionId, userId, pool, leaseSeconds },
  };
  return `${JSON.stringify(event)}\n`;
};
