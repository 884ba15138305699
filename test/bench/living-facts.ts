import type { SessionFact } from '@seatmeter/contracts';
import { Dice, scatter } from './random';

/** Facts as a running service gets them: of all accounts mixed, one after the other in time. */
export interface FactCourse {
  accounts: number;
  /** Of each account; they sign in one after the other, then out one after the other, for ever. */
  agents: number;
  /** When the first fact happens, and the milliseconds from one to the next. */
  from: number;
  stepMs: number;
}

export const POOL = 'seats';
const SEED = 11;

export const accountId = (number: number): string => `account-${String(number).padStart(4, '0')}`;

/** Long enough that nothing closes while a bench runs on facts of the last weeks. */
const FINALIZATION = 'P60D';

/** One account in four has seats for four agents in five, and overage; the others have seats for all. */
export const contractFor = (
  id: string,
  seats: number,
): { id: string; intake: object; pools: readonly object[] } => ({
  id,
  intake: { finalizationDelay: FINALIZATION },
  pools: [{ id: POOL, capacity: [{ seats, from: '2020-01-01T00:00:00Z' }] }],
});

/** The accounts of a course, as a contract file states them. */
export const contractsOf = ({ accounts, agents }: FactCourse): ReturnType<typeof contractFor>[] =>
  Array.from({ length: accounts }, (_, number) =>
    contractFor(accountId(number), number % 4 === 0 ? Math.ceil(agents * 0.8) : agents),
  );

/** Makes the facts of a course, the same ones each time. */
export class LivingFacts {
  private readonly dice = new Dice(SEED);
  private readonly told: Uint32Array;
  private made = 0;

  constructor(private readonly course: FactCourse) {
    this.told = new Uint32Array(course.accounts);
  }

  /** The next `count` facts. */
  take(count: number): SessionFact[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): SessionFact {
    const { accounts, agents, from, stepMs } = this.course;
    const number = this.dice.bits() % accounts;
    const own = this.told[number]!;
    this.told[number] = own + 1;
    const [agent, round] = [own % agents, Math.floor(own / agents)];
    const at = Math.floor(from + this.made * stepMs);
    const id = `01J${scatter(this.made).toString(16).padStart(8, '0')}-${this.made.toString(36)}`;
    this.made += 1;
    const common = {
      accountId: accountId(number),
      source: `/dialer/eu-${number % 7}`,
      id,
      at,
      sessionId: `s-${agent}-${round >>> 1}`,
    };
    return round % 2 === 0
      ? { ...common, type: 'started', userId: `agent-${agent}`, pool: POOL, activity: 'work' }
      : { ...common, type: 'ended', reason: 'signed-out' };
  }
}

/** The CloudEvent that says a fact, as JSON. */
export const eventOf = ({ source, id, type, at, ...data }: SessionFact): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: `seatmeter.session.${type}.v1`,
    time: new Date(at).toISOString(),
    data,
  });
