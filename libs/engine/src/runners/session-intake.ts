import type { SessionFact as ArrivingFact } from '@seatmeter/contracts';
import type { Instant, SessionFact } from '@seatmeter/metering';
import type { Account } from '../account/account';
import { judge, type Judged } from '../account/judge';
import { outcomeOf, type FactOutcome } from '../account/fact-outcome';
import { EngineError } from '../engine-error';
import { reached } from '../points';
import type { Writer } from './writer';

/** Facts that may wait to be recorded; who sends more is asked to come again. */
const MOST_WAITING = 50_000;
/** Facts recorded with one append, or a little more: a request is never cut. */
const ENOUGH = 8_192;

const DUPLICATE: FactOutcome = { outcome: 'duplicate' };
const INTAKE = { actor: 'intake' };

interface Request {
  readonly facts: readonly ArrivingFact[];
  readonly resolve: (outcomes: FactOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The facts of one account in a group of requests. */
interface Share {
  readonly account: Account;
  readonly facts: SessionFact[];
  /** By fact: its place among all facts of the group. */
  readonly places: number[];
}

/** Records facts: what arrives while an append is under way goes into the next one, of all requests and accounts together. */
export class SessionIntake {
  private waiting: Request[] = [];
  private factsWaiting = 0;
  private scheduled = false;
  private expected = 0;
  private stopped = false;

  constructor(private readonly writer: Writer) {}

  /** Whether facts wait to be recorded, or to be read by whoever expects some: until then nothing is decided. */
  get isBehind(): boolean {
    return this.waiting.length > 0 || this.expected > 0;
  }

  /** Somebody knows of facts that happened and are still to be read. @returns what to call once they are recorded. */
  expect(): () => void {
    this.expected += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.expected -= 1;
      isOver = true;
    };
  }

  /** Takes no more facts; those that wait are recorded still. */
  stop(): void {
    this.stopped = true;
  }

  record(facts: readonly ArrivingFact[]): Promise<FactOutcome[]> {
    if (this.stopped) {
      const message = 'the service is shutting down: send the facts again in a moment';
      throw new EngineError('SHUTTING_DOWN', message, {}, true);
    }
    if (this.factsWaiting > 0 && this.factsWaiting + facts.length > MOST_WAITING) {
      const message = `${this.factsWaiting} facts wait to be stored: send these again in a second`;
      throw new EngineError('INTAKE_BUSY', message, { waiting: this.factsWaiting }, true);
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ facts, resolve, reject });
      this.factsWaiting += facts.length;
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    void this.writer.inTurn(async () => {
      // What arrives in the same turn of the event loop comes along.
      await new Promise(setImmediate);
      this.scheduled = false;
      const group = this.takeGroup();
      if (this.waiting.length > 0) this.schedule();
      await this.settle(group);
    });
  }

  private takeGroup(): Request[] {
    let facts = 0;
    let requests = 0;
    while (requests < this.waiting.length && facts < ENOUGH) {
      facts += this.waiting[requests]!.facts.length;
      requests += 1;
    }
    this.factsWaiting -= facts;
    return this.waiting.splice(0, requests);
  }

  private async settle(group: readonly Request[]): Promise<void> {
    try {
      const outcomes = await this.writer.again(() => this.recordGroup(group));
      group.forEach(({ resolve }, at) => {
        resolve(outcomes[at]!);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  private async recordGroup(group: readonly Request[]): Promise<FactOutcome[][]> {
    const shares = await this.shareOut(group);
    const now = this.writer.clock.now();
    const judged: Judged[] = [];
    for (const share of shares) {
      const one = this.judge(share, now);
      judged.push(one instanceof Promise ? await one : one);
    }
    reached('facts-taken');
    const firsts = shares.map(({ account }) => account.history.length);
    const changes = shares.flatMap(({ account }, at) => {
      const { recorded } = judged[at]!;
      if (recorded.length === 0) return [];
      const event = { type: 'SessionFactsRecorded.v1' as const, facts: recorded };
      return [{ account, change: { by: INTAKE, events: [event] } }];
    });
    if (changes.length > 0) await this.writer.write(changes, now);
    const count = group.reduce((sum, { facts }) => sum + facts.length, 0);
    const outcomes = new Array<FactOutcome>(count);
    shares.forEach(({ account, places }, at) => {
      judged[at]!.places.forEach((place, fact) => {
        outcomes[places[fact]!] =
          place === 'duplicate' ? DUPLICATE : outcomeOf(account, firsts[at]! + place);
      });
    });
    let end = 0;
    return group.map(({ facts }) => outcomes.slice(end, (end += facts.length)));
  }

  private async shareOut(group: readonly Request[]): Promise<Share[]> {
    const shares = new Map<string, Share>();
    let place = 0;
    for (const { facts } of group) {
      for (const fact of facts) {
        const { accountId } = fact;
        let share = shares.get(accountId);
        if (share === undefined) {
          const { accounts } = this.writer;
          const account = accounts.known(accountId) ?? (await accounts.get(accountId));
          shares.set(accountId, (share = { account, facts: [], places: [] }));
        }
        share.facts.push(stored(share.account, fact));
        share.places.push(place);
        place += 1;
      }
    }
    return [...shares.values()];
  }

  private judge({ account, facts }: Share, now: Instant): Judged | Promise<Judged> {
    const alike: number[] = [];
    for (const { source, id } of facts) alike.push(...account.history.candidates(source, id));
    if (alike.length === 0) return judge(account, facts, NONE_STORED, now);
    return this.writer.accounts
      .facts(account, alike)
      .then((before) => judge(account, facts, before, now));
  }
}

const NONE_STORED: ReadonlyMap<number, never> = new Map<number, never>();

/** A fact as the stream holds it: its user's pseudonym in place of the user. */
const stored = (account: Account, fact: ArrivingFact): SessionFact => ({
  source: fact.source,
  id: fact.id,
  type: fact.type,
  at: fact.at,
  sessionId: fact.sessionId,
  userId: fact.userId === undefined ? undefined : account.pseudonyms.of(fact.userId),
  pool: fact.pool,
  leaseSeconds: fact.leaseSeconds,
  activity: fact.activity,
  reason: fact.reason,
});
