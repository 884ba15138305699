import type { Instant } from '@seatmeter/metering';
import { PRESENT, type Agent, type Centre, type Team } from './centre';
import { Dice } from './dice';
import type { Diary } from './diary';
import type { Kind } from './fact-columns';
import type { Shares } from './shares';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Whoever comes early and whoever stays on are there together for less than the usual grace of 30 minutes. */
const COME_EARLY = 9 * MINUTE;
const STAY_ON = [2 * MINUTE, 17 * MINUTE] as const;
const LUNCH_AFTER = 3.5 * HOUR;
const LUNCH = [28 * MINUTE, 40 * MINUTE] as const;
const LUNCH_WAVES = 3;
/** Nothing unplanned happens in a session shorter than this. */
const SHORT = 20 * MINUTE;
const PLAN = 0;
/** What happens in a session has rolls of its own, by when it begins. */
const INCIDENTS = 1;

/** A shift by the clock on the wall: where clocks change meanwhile it is an hour shorter or longer. */
export interface Shift {
  readonly start: Instant;
  readonly end: Instant;
}

/** Monday is 0. `day`: its number since 1 January 1970, a Thursday. */
const weekday = (day: number): number => (day + 3) % 7;

const isRostered = ({ isOpenDaily }: Team, agent: number, day: number): boolean =>
  isOpenDaily ? (agent + day) % 7 < 5 : weekday(day) < 5;

/** Agents change shifts from week to week. */
const shiftOf = ({ shifts }: Team, agent: number, day: number): number =>
  (agent + Math.floor((day + 3) / 7)) % shifts.length;

/** What agents do on a shift, from coming to leaving. */
export class ShiftWorker {
  private readonly plan: Dice;
  private readonly incident: Dice;

  constructor(
    private readonly centre: Centre,
    private readonly shares: Shares,
    private readonly diary: Diary,
  ) {
    this.plan = new Dice(centre.seed);
    this.incident = new Dice(centre.seed);
  }

  /** Notes an agent's local day, on which the team has these shifts. */
  work(number: number, day: number, shifts: readonly Shift[]): void {
    const agent = this.centre.agents[number]!;
    const { team } = agent;
    if (!isRostered(team, number, day)) return;
    const { plan, shares, diary } = this;
    plan.about(number, day, PLAN);
    if (!plan.chance(PRESENT)) return;
    const { start, end } = shifts[shiftOf(team, number, day)]!;
    const come = Math.round(start - plan.between(0, COME_EARLY));
    const isEarly = plan.chance(shares.early);
    const early = plan.between(HOUR / 2, 3 * HOUR);
    const stayOn = plan.between(...STAY_ON);
    const leave = Math.round(end + (isEarly ? -early : stayOn));
    const wave = Math.floor(plan.between(0, LUNCH_WAVES));
    const pause = Math.round(start + LUNCH_AFTER + wave * LUNCH[1] + plan.between(0, 3 * MINUTE));
    const resume = Math.round(pause + plan.between(...LUNCH));
    const forgets = plan.chance(shares.forgotten);
    diary.open(number, day);
    this.session(agent, number, day, come, pause, 'signed-out');
    if (resume < leave - SHORT)
      this.session(agent, number, day, resume, leave, forgets ? undefined : 'signed-out');
  }

  /** Notes a stay at the desk. `end`: how it is signed out; undefined: it is forgotten. */
  private session(
    agent: Agent,
    number: number,
    day: number,
    from: Instant,
    to: Instant,
    end: Kind | undefined,
  ): void {
    const { diary, shares } = this;
    const dice = this.incident.about(number, day, INCIDENTS + (from % 899));
    const flaps = dice.chance(shares.flapping);
    const switches = dice.chance(shares.switching);
    let session = diary.start(from);
    let since = from;
    if (to - from > SHORT && flaps) {
      const times = Math.floor(dice.between(1, 4));
      for (let time = 0; time < times; time += 1) {
        // Each is lost in a stretch of its own, and back in it.
        const stretch = (to - from) / (times + 1);
        const lost = Math.round(from + stretch * (time + dice.between(0.2, 0.8)));
        this.renew(agent, session, since, lost);
        diary.note('network', lost, session);
        since = Math.round(lost + dice.between(3 * SECOND, 50 * SECOND));
        diary.note('started', since, session);
      }
    } else if (to - from > SHORT && switches) {
      const moved = Math.round(from + (to - from) * dice.between(0.2, 0.8));
      this.renew(agent, session, since, moved);
      const before = session;
      session = diary.start(moved);
      diary.note('device-switch', Math.round(moved + dice.between(SECOND, 40 * SECOND)), before);
      since = moved;
    }
    this.renew(agent, session, since, to);
    if (end !== undefined) diary.note(end, to, session);
  }

  private renew(
    { account: { heartbeat } }: Agent,
    session: number,
    from: Instant,
    to: Instant,
  ): void {
    if (heartbeat === undefined) return;
    const step = heartbeat * SECOND;
    for (let at = from + step; at < to; at += step) this.diary.note('renewed', at, session);
  }
}
