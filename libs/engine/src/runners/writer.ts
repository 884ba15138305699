import type { DurationMs, Instant } from '@seatmeter/metering';
import type { Account } from '../account/account';
import type { Accounts } from '../account/accounts';
import { withdrawals } from '../account/decisions';
import type { Origin } from '../commands/origin';
import type { Clock } from '../ports/clock';
import { reached } from '../points';
import { StreamMoved, type Append, type EventStore } from '../ports/event-store';
import type { People, Person } from '../ports/people';
import { chainOf, encodeAppend } from '../stream/append-codec';
import type { FactIdentity, StreamEvent } from '../stream/events';

/** What somebody wants to say of an account. */
export interface Change {
  readonly by: Origin;
  readonly events: readonly StreamEvent[];
}

/** What a command is answered, and what it changes; nothing when it is said already. */
export interface Decision<T> {
  readonly result: T;
  readonly change?: Change;
}

/** Most times that a change is decided anew because another writer was faster. */
const MOST_TRIES = 5;

/** Says which accounts changed once it is durable. */
export type OnWritten = (accounts: readonly Account[], now: Instant) => void;

/**
 * The one writer of this process: everything that appends does so here, one after the other, in the order in which it
 * was asked for. An account whose append failed is read again from its stream before anybody sees it.
 */
export class Writer {
  private tail: Promise<unknown> = Promise.resolve();
  private readonly listeners: OnWritten[] = [];

  constructor(
    readonly accounts: Accounts,
    private readonly store: EventStore,
    private readonly people: People,
    readonly clock: Clock,
    readonly lateness: DurationMs,
  ) {}

  onWritten(listener: OnWritten): void {
    this.listeners.push(listener);
  }

  /** Runs a job when all that were asked for before are done. */
  inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.tail.then(job);
    this.tail = done.catch(() => undefined);
    return done;
  }

  /** Resolves when everything asked for so far is done. */
  async idle(): Promise<void> {
    await this.tail;
  }

  /** Decides in turn and appends what was decided; decides anew when another writer was faster. */
  change<T>(
    id: string,
    decide: (account: Account, now: Instant) => Decision<T> | Promise<Decision<T>>,
  ): Promise<T> {
    return this.inTurn(() =>
      this.again(async () => {
        const account = await this.accounts.get(id);
        const now = this.clock.now();
        const { result, change } = await decide(account, now);
        if (change !== undefined) await this.write([{ account, change }], now);
        return result;
      }),
    );
  }

  /** Tries again what another writer of the same stream was faster with. In turn only. */
  async again<T>(job: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await job();
      } catch (error) {
        if (!(error instanceof StreamMoved) || tried === MOST_TRIES) throw error;
      }
    }
  }

  /** Lets the accounts take the changes, adds what they undo, and appends all of it at once. In turn only. */
  async write(
    changes: readonly { readonly account: Account; readonly change: Change }[],
    now: Instant,
  ): Promise<void> {
    try {
      const appends: Append[] = [];
      const met = new Map<string, readonly Person[]>();
      for (const { account, change } of changes) {
        const append = this.take(account, change, now);
        appends.push(append instanceof Promise ? await append : append);
        const people = account.pseudonyms.takeMet();
        if (people.length > 0) met.set(account.id, people);
      }
      if (met.size > 0) await this.people.remember(met);
      reached('people-remembered');
      await this.store.append(appends);
      reached('append-stored');
    } catch (error) {
      for (const { account } of changes) this.accounts.forget(account.id);
      throw error;
    }
    const written = changes.map(({ account }) => account);
    for (const listener of this.listeners) listener(written, now);
    reached('append-told');
  }

  private take(account: Account, change: Change, now: Instant): Append | Promise<Append> {
    account.begin();
    for (const event of change.events) account.evolve(event, now);
    if (account.history.withoutIdentity.length === 0) return this.finish(account, change, now);
    return this.accounts.tellIdentities(account).then(() => this.finish(account, change, now));
  }

  private finish(account: Account, { by, events }: Change, now: Instant): Append {
    const undone = withdrawals(account, now, () => causesIn(events));
    for (const event of undone) account.evolve(event, now);
    const { version, chain } = account;
    const entry = { recordedAt: now, by, events: [...events, ...undone] };
    const bytes = encodeAppend(entry, chain);
    account.end(chainOf(bytes));
    return { stream: account.id, version, bytes };
  }
}

/** Most facts that a withdrawal names as its causes. */
const MOST_CAUSES = 100;

const causesIn = (events: readonly StreamEvent[]): FactIdentity[] =>
  events
    .flatMap((event): readonly FactIdentity[] =>
      event.type === 'SessionFactsRecorded.v1' || event.type === 'FactsReleased.v1'
        ? event.facts
        : [],
    )
    .slice(0, MOST_CAUSES)
    .map(({ source, id }) => ({ source, id }));
