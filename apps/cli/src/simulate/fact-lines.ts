import type { Instant } from '@seatmeter/metering';
import type { Centre, CentreAccount } from './centre';
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

const ZERO = 48;

/** Writes the last digits of a whole number. */
const putDigits = (to: Buffer, at: number, whole: number, digits: number): void => {
  let rest = whole;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    const tens = Math.floor(rest / 10);
    to[place] = ZERO + (rest - tens * 10);
    rest = tens;
  }
};

/** The places that are filled in: an agent's number in its account, the day, the number of the fact or session, the time. */
const AGENT = '######';
const NTH = '###';
const TIME = 'tttt-tt-ttTtt:tt:tt.tttZ';
const SHIFT = `${AGENT}-yyyymmdd`;
const DATE_AT = AGENT.length + 1;
const NTH_AT = SHIFT.length + 1;

/** A line of an account and kind, and where its places are. What does not change from line to line stays filled in. */
interface Template {
  readonly bytes: Buffer;
  readonly id: number;
  readonly time: number;
  readonly session: number;
  day: number;
  minute: number;
}

const templateOf = ({ id, source }: CentreAccount, kind: Kind): Template => {
  const end = TYPES[kind] === 'ended' ? `","reason":"${kind}"}}\n` : '"}}\n';
  const text =
    `{"specversion":"1.0","id":"${SHIFT}-${NTH}","source":"${inJson(source)}"` +
    `,"type":"seatmeter.session.${TYPES[kind]}.v1","time":"${TIME}"` +
    `,"data":{"accountId":"${inJson(id)}","sessionId":"${SHIFT}-s#${kind === 'started' ? '' : end}`;
  return {
    bytes: bytesOf(text),
    id: text.indexOf(SHIFT),
    time: text.indexOf(TIME),
    session: text.lastIndexOf(SHIFT),
    day: NaN,
    minute: NaN,
  };
};

const compactDate = (day: number): string =>
  new Date(day * DAY).toISOString().slice(0, 10).replaceAll('-', '');

/** Writes facts as NDJSON, byte by byte: CloudEvents in structured mode. */
export class FactLines {
  /** By account: its kinds. */
  private readonly templates: readonly (readonly Template[])[];
  private readonly accountOf: Uint32Array;
  private readonly numberOf: Uint32Array;
  /** The time of the line before, up to its minute; lines of many templates follow each other in it. */
  private readonly clock = Buffer.alloc(TIME.length);
  private minute = NaN;
  /** By agent: behind the session of a sign-in. */
  private readonly who: readonly Buffer[];

  constructor(private readonly centre: Centre) {
    const places = new Map(centre.accounts.map((account, place) => [account, place]));
    this.accountOf = Uint32Array.from(centre.agents, ({ account }) => places.get(account)!);
    this.numberOf = Uint32Array.from(centre.agents, ({ number }) => number);
    this.templates = centre.accounts.map((account) =>
      KINDS.map((kind) => templateOf(account, kind)),
    );
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
    const template = this.templates[this.accountOf[agent]!]![kind]!;
    const { bytes, id, session } = template;
    this.fillTime(template, facts.at[row]!);
    if (template.day !== facts.day[row]!) this.fillDay(template, facts.day[row]!);
    const number = this.numberOf[agent]!;
    putDigits(bytes, id, number, AGENT.length);
    putDigits(bytes, id + NTH_AT, facts.nth[row]!, NTH.length);
    putDigits(bytes, session, number, AGENT.length);
    bytes[session + NTH_AT + 1] = ZERO + facts.session[row]!;
    to.set(bytes, at);
    const end = at + bytes.length;
    if (kind !== 0) return end;
    const who = this.who[agent]!;
    to.set(who, end);
    return end + who.length;
  }

  /** What names a fact. */
  identityOf(facts: FactColumns, row: number): { account: string; source: string; id: string } {
    const { account, number } = this.centre.agents[facts.agent[row]!]!;
    const agent = String(number).padStart(AGENT.length, '0');
    const nth = String(facts.nth[row]!).padStart(NTH.length, '0');
    const id = `${agent}-${compactDate(facts.day[row]!)}-${nth}`;
    return { account: account.id, source: account.source, id };
  }

  private fillDay(template: Template, day: number): void {
    template.day = day;
    const { bytes, id, session } = template;
    bytes.write(compactDate(day), id + DATE_AT, 'latin1');
    bytes.write(compactDate(day), session + DATE_AT, 'latin1');
  }

  private fillTime(template: Template, at: Instant): void {
    const { bytes, time } = template;
    const minute = Math.floor(at / MINUTE);
    if (minute !== this.minute) {
      this.minute = minute;
      this.clock.write(new Date(at).toISOString(), 'latin1');
    }
    if (minute !== template.minute) {
      template.minute = minute;
      bytes.set(this.clock, time);
    }
    const ms = at - minute * MINUTE;
    const seconds = Math.floor(ms / 1000);
    putDigits(bytes, time + 17, seconds, 2);
    putDigits(bytes, time + 20, ms - seconds * 1000, 3);
  }
}
