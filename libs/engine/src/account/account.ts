import { durationMs, type StatementJson } from '@seatmeter/contracts';
import type { Agreement, DurationMs, Instant, Span } from '@seatmeter/metering';
import { NO_CHAIN } from '../stream/append-codec';
import type { StreamEvent } from '../stream/events';
import { agreementOfAgreed, withCapacity, type Agreed } from './agreed';
import { History } from './history';
import { LiveFold } from './live-fold';
import { Pseudonyms } from './pseudonyms';

/** A cycle that was closed, and what it was closed with. */
export interface ClosedCycle {
  readonly cycle: Span;
  readonly statements: readonly StatementJson[];
}

/** Appends whose lateness is remembered one by one. */
const MOST_RECENT = 64;

/** What the contract says of facts as they arrive; null: no bound. */
export interface IntakeTerms {
  readonly maxAge: DurationMs | null;
  readonly maxFuture: DurationMs | null;
  readonly finalizationDelay: DurationMs;
}

/** The figure of a cycle that was decided last. */
export interface Decided {
  readonly poolId: string;
  readonly cycle: Span;
  readonly seats: number;
}

/** An account as its stream tells it: nothing here comes from anywhere else, and a new one fed with the same stream is the same. */
export class Account {
  /** The version that the next append takes, and the link it begins with. */
  version = 0;
  chain: Uint8Array = NO_CHAIN;
  agreed: Agreed | undefined;
  agreement: Agreement | undefined;
  intake: IntakeTerms | undefined;
  readonly history = new History();
  live: LiveFold | undefined;
  /** When its first append was recorded; Infinity before there is one. */
  knownSince: Instant = Infinity;
  readonly pseudonyms: Pseudonyms;
  /** By pool and cycle: what was decided of cycles that are not closed. */
  readonly decided = new Map<string, Decided>();
  /** By start. */
  readonly closed = new Map<Instant, ClosedCycle>();
  readonly released: { readonly fact: number; readonly recordedAt: Instant }[] = [];
  /** Appends with facts, the last ones: when recorded, and the earliest event time among them. */
  recent: { readonly recordedAt: Instant; readonly earliest: Instant }[] = [];
  /** From which event time on the last append may have changed figures: Infinity when it changed none. */
  changedFrom: Instant = Infinity;

  constructor(
    readonly id: string,
    key: Uint8Array,
  ) {
    this.pseudonyms = new Pseudonyms(key);
  }

  /** Begins an append: its events follow, one by one, through {@link evolve}. */
  begin(): void {
    this.history.beginAppend(this.version);
    this.changedFrom = Infinity;
  }

  /** Ends the append that was begun. */
  end(chain: Uint8Array): void {
    this.version += 1;
    this.chain = chain;
  }

  /** Takes an event of the append that was begun. Never refuses. */
  evolve(event: StreamEvent, recordedAt: Instant): void {
    if (recordedAt < this.knownSince) this.knownSince = recordedAt;
    switch (event.type) {
      case 'SessionFactsRecorded.v1':
        this.record(event.facts, recordedAt);
        return;
      case 'ContractApplied.v1':
        this.agree({ contract: event.contract, calendars: event.calendars });
        return;
      case 'CapacityChanged.v1':
        this.agree(withCapacity(this.agreed!, event.poolId, event.seats, event.from));
        return;
      case 'FactsReleased.v1':
        this.release(
          event.facts.map(({ fact }) => fact),
          recordedAt,
        );
        return;
      case 'OverageQualified.v1':
      case 'OverageWithdrawn.v1':
        this.decide(event);
        return;
      case 'CycleClosed.v1':
        this.close(event);
    }
  }

  private record(
    facts: Extract<StreamEvent, { type: 'SessionFactsRecorded.v1' }>['facts'],
    recordedAt: Instant,
  ): void {
    const first = this.history.length;
    const counting = facts.filter((fact) => this.history.add(fact));
    for (const number of this.history.withoutIdentity) {
      if (number >= first) this.history.tellIdentity(number, facts[number - first]!);
    }
    this.join(
      counting.map(({ at }) => at),
      recordedAt,
    );
  }

  /** Lets the fold know of facts that took their places, by their event times. */
  private join(times: readonly Instant[], recordedAt: Instant): void {
    let earliest = Infinity;
    for (const at of times) {
      this.live?.joined(at);
      if (at < earliest) earliest = at;
    }
    this.changedFrom = Math.min(this.changedFrom, earliest);
    if (this.recent.length >= MOST_RECENT) {
      const [oldest, next] = this.recent;
      const both = Math.min(oldest!.earliest, next!.earliest);
      this.recent.splice(0, 2, { recordedAt: next!.recordedAt, earliest: both });
    }
    this.recent.push({ recordedAt, earliest });
  }

  /** Lets everything be as this is agreed. */
  agree(agreed: Agreed): void {
    this.agreed = agreed;
    this.agreement = agreementOfAgreed(agreed);
    const { maxAge, maxFuture, finalizationDelay } = agreed.contract.intake;
    this.intake = {
      maxAge: maxAge === null ? null : durationMs(maxAge),
      maxFuture: maxFuture === null ? null : durationMs(maxFuture),
      finalizationDelay: durationMs(finalizationDelay),
    };
    this.history.agree(this.agreement);
    this.live = undefined;
    this.changedFrom = -Infinity;
  }

  private release(facts: readonly number[], recordedAt: Instant): void {
    const counting = facts.filter((fact) => this.history.release(fact));
    for (const fact of facts) this.released.push({ fact, recordedAt });
    this.join(
      counting.map((fact) => this.history.at[fact]!),
      recordedAt,
    );
  }

  /** Notes what was decided of a cycle. */
  decide({ poolId, cycle, seats }: Decided): void {
    this.decided.set(decidedKey(poolId, cycle.start), { poolId, cycle, seats });
  }

  private close({ cycle, statements }: Extract<StreamEvent, { type: 'CycleClosed.v1' }>): void {
    this.closed.set(cycle.start, { cycle, statements });
    for (const { poolId } of statements) this.decided.delete(decidedKey(poolId, cycle.start));
  }

  /** The figure that was decided last of a cycle that is not closed. */
  decidedSeats(poolId: string, cycleStart: Instant): number {
    return this.decided.get(decidedKey(poolId, cycleStart))?.seats ?? 0;
  }

  /** The fold of the facts up to `now`; none before there is a contract. The identities it needs must have been told. */
  liveAt(now: Instant): LiveFold | undefined {
    if (this.agreement === undefined) return undefined;
    this.live ??= new LiveFold(this.agreement, this.history, now);
    this.live.advance(now);
    return this.live;
  }
}

const decidedKey = (poolId: string, cycleStart: Instant): string =>
  `${poolId} ${String(cycleStart)}`;
