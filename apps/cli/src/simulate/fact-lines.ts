import type { Instant } from '@seatmeter/metering';
import type { Centre } from './centre';
import { KINDS, type FactColumns, type Kind } from './fact-columns';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LEASES = 3;

const TYPES: Readonly<Record<Kind, string>> = {
  started: 'started',
  renewed: 'renewed',
  'signed-out': 'ended',
  network: 'ended',
  'device-switch': 'ended',
};

const padded = (count: number, digits: number, end: string): string[] =>
  Array.from({ length: count }, (_, value) => String(value).padStart(digits, '0') + end);

const SECONDS = padded(60, 2, '.');
const MILLIS = padded(1000, 3, 'Z');

/** The text of instants that mostly follow each other closely. */
class TimeText {
  private minute = NaN;
  private head = '';

  of(at: Instant): string {
    const minute = Math.floor(at / MINUTE);
    const ms = at - minute * MINUTE;
    if (minute !== this.minute) {
      this.minute = minute;
      this.head = new Date(at).toISOString().slice(0, 17);
    }
    return this.head + SECONDS[Math.floor(ms / 1000)]! + MILLIS[ms % 1000]!;
  }
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The texts that stand between what changes from fact to fact. */
interface Parts {
  /** By kind: between id and time. */
  readonly middle: readonly string[];
  readonly beforeSession: string;
}

/** Writes facts as NDJSON: CloudEvents in structured mode. */
export class FactLines {
  private readonly parts: readonly Parts[];
  /** By agent and kind: behind the session. */
  private readonly tails: readonly string[];
  private readonly accountOf: Uint32Array;
  private readonly time = new TimeText();
  private day = NaN;
  private date = '';

  constructor(private readonly centre: Centre) {
    const places = new Map(centre.accounts.map((account, place) => [account, place]));
    this.accountOf = Uint32Array.from(centre.agents, ({ account }) => places.get(account)!);
    this.parts = centre.accounts.map(({ id, source }) => ({
      middle: KINDS.map(
        (kind) =>
          `","source":"${inJson(source)}","type":"seatmeter.session.${TYPES[kind]}.v1","time":"`,
      ),
      beforeSession: `","data":{"accountId":"${inJson(id)}","sessionId":"`,
    }));
    this.tails = centre.agents.flatMap(({ account: { heartbeat }, team, userId }) => {
      const lease = heartbeat === undefined ? '' : `,"leaseSeconds":${LEASES * heartbeat}`;
      const who = `","userId":"${inJson(userId)}","pool":"${inJson(team.poolId)}"${lease}}}\n`;
      return KINDS.map((kind) => {
        if (kind === 'started') return who;
        return kind === 'renewed' ? '"}}\n' : `","reason":"${kind}"}}\n`;
      });
    });
  }

  /** The fact of a row, its line end included. */
  of(facts: FactColumns, row: number): string {
    const agent = facts.agent[row]!;
    const kind = facts.kind[row]!;
    const { middle, beforeSession } = this.parts[this.accountOf[agent]!]!;
    const shift = this.shiftOf(facts, row);
    const id = `${shift}-${facts.nth[row]!}`;
    const session = `${shift}-s${facts.session[row]!}`;
    const time = this.time.of(facts.at[row]!);
    const tail = this.tails[agent * KINDS.length + kind]!;
    return `{"specversion":"1.0","id":"${id}${middle[kind]!}${time}${beforeSession}${session}${tail}`;
  }

  /** What names a fact. */
  identityOf(facts: FactColumns, row: number): { account: string; source: string; id: string } {
    const { account } = this.centre.agents[facts.agent[row]!]!;
    const id = `${this.shiftOf(facts, row)}-${facts.nth[row]!}`;
    return { account: account.id, source: account.source, id };
  }

  /** An agent and a day: `17-20260302`. */
  private shiftOf(facts: FactColumns, row: number): string {
    const day = facts.day[row]!;
    if (day !== this.day) {
      this.day = day;
      this.date = new Date(day * DAY).toISOString().slice(0, 10).replaceAll('-', '');
    }
    return `${this.centre.agents[facts.agent[row]!]!.number}-${this.date}`;
  }
}
