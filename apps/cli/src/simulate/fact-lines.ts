import type { Instant } from '@seatmeter/metering';
import type { Centre } from './centre';
import { KINDS, type FactColumns, type Kind } from './fact-columns';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A lease lasts until the third sign of life is missing. */
const LEASE_HEARTBEATS = 3;
/** More bytes than any line has. */
export const LONGEST_LINE = 512;

const TYPES: Readonly<Record<Kind, string>> = {
  started: 'started',
  renewed: 'renewed',
  'signed-out': 'ended',
  network: 'ended',
  'device-switch': 'ended',
};

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const HEAD = bytesOf('{"specversion":"1.0","id":"');
const ENDS = KINDS.map((kind) =>
  bytesOf(TYPES[kind] === 'ended' ? `","reason":"${kind}"}}\n` : '"}}\n'),
);
const ZERO = 48;
const DASH = 45;
const LETTER_S = 115;

/** Writes a whole number; gives where it ends. */
const putWhole = (to: Buffer, at: number, whole: number): number => {
  if (whole < 10) {
    to[at] = ZERO + whole;
    return at + 1;
  }
  const tens = Math.floor(whole / 10);
  const end = putWhole(to, at, tens);
  to[end] = ZERO + (whole - tens * 10);
  return end + 1;
};

const putPadded = (to: Buffer, at: number, whole: number, digits: number): void => {
  let rest = whole;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    const tens = Math.floor(rest / 10);
    to[place] = ZERO + (rest - tens * 10);
    rest = tens;
  }
};

const put = (to: Buffer, at: number, bytes: Buffer): number => {
  to.set(bytes, at);
  return at + bytes.length;
};

/** An account's texts between what changes from fact to fact. */
interface Parts {
  /** By kind: between id and time. */
  readonly middle: readonly Buffer[];
  readonly beforeSession: Buffer;
}

/** Writes facts as NDJSON, byte by byte: CloudEvents in structured mode. */
export class FactLines {
  private readonly partsOf: readonly Parts[];
  /** By agent: behind the session of a sign-in. */
  private readonly who: readonly Buffer[];
  private readonly time = bytesOf('2026-03-02T09:00:00.000Z');
  private minute = NaN;
  private readonly date = bytesOf('20260302');
  private day = NaN;

  constructor(private readonly centre: Centre) {
    const parts = new Map(
      centre.accounts.map((account) => {
        const source = inJson(account.source);
        const middle = KINDS.map((kind) =>
          bytesOf(`","source":"${source}","type":"seatmeter.session.${TYPES[kind]}.v1","time":"`),
        );
        const beforeSession = bytesOf(
          `","data":{"accountId":"${inJson(account.id)}","sessionId":"`,
        );
        return [account, { middle, beforeSession }] as const;
      }),
    );
    this.partsOf = centre.agents.map(({ account }) => parts.get(account)!);
    this.who = centre.agents.map(({ account: { heartbeat }, team, userId }) => {
      const lease =
        heartbeat === undefined ? '' : `,"leaseSeconds":${LEASE_HEARTBEATS * heartbeat}`;
      return bytesOf(`","userId":"${inJson(userId)}","pool":"${inJson(team.poolId)}"${lease}}}\n`);
    });
  }

  /** Writes the fact of a row at `at`, its line end included; gives where it ends. */
  put(to: Buffer, at: number, facts: FactColumns, row: number): number {
    const agent = facts.agent[row]!;
    const kind = facts.kind[row]!;
    const { middle, beforeSession } = this.partsOf[agent]!;
    const shift = put(to, at, HEAD);
    const shiftEnd = this.putShift(to, shift, facts, row);
    to[shiftEnd] = DASH;
    let end = putWhole(to, shiftEnd + 1, facts.nth[row]!);
    end = put(to, end, middle[kind]!);
    end = put(to, end, this.timeOf(facts.at[row]!));
    end = put(to, end, beforeSession);
    to.copyWithin(end, shift, shiftEnd + 1);
    end += shiftEnd + 1 - shift;
    to[end] = LETTER_S;
    end = putWhole(to, end + 1, facts.session[row]!);
    return put(to, end, kind === 0 ? this.who[agent]! : ENDS[kind]!);
  }

  /** What names a fact. */
  identityOf(facts: FactColumns, row: number): { account: string; source: string; id: string } {
    const { account } = this.centre.agents[facts.agent[row]!]!;
    const text = Buffer.alloc(LONGEST_LINE);
    const end = this.putShift(text, 0, facts, row);
    const id = `${text.toString('latin1', 0, end)}-${facts.nth[row]!}`;
    return { account: account.id, source: account.source, id };
  }

  /** An agent and a day, as `17-20260302`. */
  private putShift(to: Buffer, at: number, facts: FactColumns, row: number): number {
    const day = facts.day[row]!;
    if (day !== this.day) {
      this.day = day;
      const text = new Date(day * DAY).toISOString().slice(0, 10);
      this.date.write(text.replaceAll('-', ''), 'latin1');
    }
    const end = putWhole(to, at, this.centre.agents[facts.agent[row]!]!.number);
    to[end] = DASH;
    return put(to, end + 1, this.date);
  }

  /** Instants that follow each other are mostly of one minute. */
  private timeOf(at: Instant): Buffer {
    const minute = Math.floor(at / MINUTE);
    if (minute !== this.minute) {
      this.minute = minute;
      this.time.write(new Date(at).toISOString(), 'latin1');
    }
    const ms = at - minute * MINUTE;
    const seconds = Math.floor(ms / 1000);
    putPadded(this.time, 17, seconds, 2);
    putPadded(this.time, 20, ms - seconds * 1000, 3);
    return this.time;
  }
}
