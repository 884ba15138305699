import type { Line } from '@seatmeter/adapters';
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
import { QueueLogRows, type QueueLogLine, type QueueLogRow } from './queue-log-rows';
import type { ReadTime } from './read-time';
import { factOf } from './row';

export interface AsteriskSettings {
  /** The zone of times without one counts here; Unix seconds are known by their digits. */
  readonly readTime: ReadTime;
  readonly readUnix: ReadTime;
  /** Sessions are memberships of queues (ADDMEMBER to REMOVEMEMBER) instead of logins. */
  readonly members: boolean;
  readonly pool?: string | undefined;
}

const LOGINS: ReadonlyMap<string, 'on' | 'off'> = new Map([
  ['AGENTLOGIN', 'on'],
  ['AGENTCALLBACKLOGIN', 'on'],
  ['AGENTLOGOFF', 'off'],
  ['AGENTCALLBACKLOGOFF', 'off'],
]);
const MEMBERSHIPS: ReadonlyMap<string, 'on' | 'off'> = new Map([
  ['ADDMEMBER', 'on'],
  ['REMOVEMEMBER', 'off'],
]);

/** Asterisk counts logged-in seconds by whole clock seconds, so a duration is off by less than this (ms). */
const ROUNDING = 2000;
/** Asterisk writes the whole Unix time as the duration when it has forgotten the login. */
const LONGEST_LOGIN_S = 366 * 86_400;

const loggedInMs = (data2: string): number | undefined => {
  const seconds = /^\d{1,9}$/.test(data2) ? Number(data2) : Infinity;
  return seconds <= LONGEST_LOGIN_S ? seconds * 1000 : undefined;
};

class AsteriskImporter implements Importer {
  readonly #rows = new QueueLogRows();
  /** Of each session open as far as we have read: the instant of its first login. */
  readonly #openSince = new Map<string, number>();
  /** The last fact of each session at the instant being read. */
  readonly #held = new Map<string, ImportedFact>();
  #instant = NaN;
  #orphans = 0;

  constructor(readonly settings: AsteriskSettings) {}

  take(line: Line): readonly Outcome[] {
    if (line.type !== 'text') return [unreadable(line)];
    return this.#rows.take(line).flatMap((row) => this.#outcomes(row));
  }

  finish(): readonly Outcome[] {
    const outcomes = this.#rows.finish().flatMap((row) => this.#outcomes(row));
    return [...outcomes, { type: 'facts', facts: this.#release() }];
  }

  notes(): readonly string[] {
    const open = this.#openSince.size;
    const notes = open === 0 ? [] : [`sessions still open at the end of the log: ${open}`];
    if (this.#orphans === 0) return notes;
    const orphans = `logoffs without a login in this log and without a usable duration: ${this.#orphans}`;
    return [...notes, `${orphans} (the login may be in an earlier log: import that too)`];
  }

  #outcomes(row: QueueLogLine): readonly Outcome[] {
    if (typeof row === 'string') return [{ type: 'skipped', why: row }];
    if (isComplaint(row)) return [{ type: 'bad', ...row }];
    const turn = (this.settings.members ? MEMBERSHIPS : LOGINS).get(row.event);
    if (turn === undefined) return [{ type: 'skipped', why: `event ${quote(row.event)}` }];
    const read = this.#read(row, turn);
    return factsOrBad(row.line, read);
  }

  #read(row: QueueLogRow, turn: 'on' | 'off'): readonly ImportedFact[] | Complaint {
    const isUnix = /^\d+(\.\d+)?$/.test(row.time);
    const at = (isUnix ? this.settings.readUnix : this.settings.readTime)(row.time);
    if (typeof at === 'object') return at;
    if (row.agent === '' || row.agent === 'NONE')
      return { wrong: 'no agent is named', todo: 'correct the line' };
    const session = this.settings.members ? `${row.agent}@${row.queue}` : row.agent;
    const opened = factOf({
      session,
      user: row.agent,
      pool: this.settings.pool,
      type: 'started',
      at,
    });
    if (isComplaint(opened)) return opened;
    const released = at === this.#instant ? [] : this.#release();
    this.#instant = at;
    if (turn === 'on') {
      this.#held.set(session, opened);
      this.#openSince.set(session, Math.min(at, this.#openSince.get(session) ?? at));
      return released;
    }
    this.#held.set(session, { type: 'ended', at, sessionId: session });
    const beganAt = this.#rebuiltStart(session, at, row.data2);
    return beganAt === undefined ? released : [...released, { ...opened, at: beganAt }];
  }

  /** Closes the session, and says when it began where no login row we have read says so. */
  #rebuiltStart(session: string, endedAt: number, data2: string): number | undefined {
    const lasted = this.settings.members ? undefined : loggedInMs(data2);
    const since = this.#openSince.get(session) ?? Infinity;
    const known = since <= endedAt;
    if (known) this.#openSince.delete(session);
    const rebuilt = lasted === undefined ? undefined : endedAt - lasted;
    if (known) return rebuilt !== undefined && rebuilt <= since - ROUNDING ? rebuilt : undefined;
    if (rebuilt === undefined) this.#orphans += 1;
    return rebuilt;
  }

  #release(): ImportedFact[] {
    const facts = [...this.#held.values()];
    this.#held.clear();
    return facts;
  }
}

/**
 * Reads the logins of agents from a queue_log. One agent is one user, and one session that opens and closes again and
 * again: its id is the agent's name, so that
 * - logins repeated without a logoff are one seat, held since the first;
 * - rows may be out of order, and the two halves of a login in two rotated files: the meter sorts by time;
 * - a logoff whose login is not known, or that counts from an earlier one, gets its start from its own duration.
 * A login and a rebuilt start at one instant are the same fact. Of an agent's rows of one instant only the last counts:
 * what lies between them took no time. Pauses end nothing: a paused agent keeps the seat.
 */
export const asteriskImporter = (settings: AsteriskSettings): Importer =>
  new AsteriskImporter(settings);
