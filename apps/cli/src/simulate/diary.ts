import type { Instant } from '@seatmeter/metering';
import type { Centre } from './centre';
import { Dice } from './dice';
import { FactColumns, KINDS, type Kind } from './fact-columns';
import type { Shares } from './shares';

const SECOND = 1000;
const SOONEST_LATE = 2 * SECOND;
/** How many times as late as the soonest the latest is: four hours. */
const LATE_RANGE = 7200;
const SOONEST_REPEAT = SECOND;
/** How many times as late as the soonest the last repeat is: ten minutes. */
const REPEAT_RANGE = 600;
/** The fates of facts have rolls of their own: a fact more moves no other. */
const FATES = 1000;

/** Notes what agents do, fact by fact, and when it is sent. */
export class Diary {
  facts = new FactColumns();
  private readonly dice: Dice;
  private agent = 0;
  private day = 0;
  private session = 0;
  private nth = 0;

  constructor(
    { seed }: Centre,
    private readonly shares: Shares,
  ) {
    this.dice = new Dice(seed);
  }

  /** What is noted from now on is of this agent's shift of this day. */
  open(agent: number, day: number): void {
    this.agent = agent;
    this.day = day;
    this.session = 0;
    this.nth = 0;
  }

  /** A session begins; gives its number. */
  start(at: Instant): number {
    this.session += 1;
    this.note('started', at, this.session);
    return this.session;
  }

  /** Facts of a session are noted in the order in which they happen. */
  note(kind: Kind, at: Instant, session: number): void {
    const { dice, shares, facts, nth } = this;
    this.nth += 1;
    dice.about(this.agent, this.day, FATES + nth);
    const isLate = dice.chance(shares.late);
    const delay = SOONEST_LATE * LATE_RANGE ** dice.between(0, 1);
    const row = facts.add(at, isLate ? Math.round(at + delay) : at);
    facts.agent[row] = this.agent;
    facts.day[row] = this.day;
    facts.nth[row] = nth;
    facts.session[row] = session;
    facts.kind[row] = KINDS.indexOf(kind);
    facts.repeated[row] = 0;
    if (!dice.chance(shares.duplicates)) return;
    const again = facts.copy(facts, row);
    facts.sentAt[again]! += Math.round(SOONEST_REPEAT * REPEAT_RANGE ** dice.between(0, 1));
    facts.repeated[again] = 1;
  }
}
