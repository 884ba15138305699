import type { Instant } from '@seatmeter/metering';
import {
  StoreFailed,
  type EventStore,
  type Position,
  type StoredAppend,
} from '../ports/event-store';
import type { People } from '../ports/people';
import { chainOf, decodeAppend } from '../stream/append-codec';
import type { RecordedFact } from '../stream/events';
import { Account } from './account';
import type { Snapshots } from './snapshots';

/** A fact as the stream holds it. */
export interface StoredFact {
  readonly fact: RecordedFact;
  readonly recordedAt: Instant;
  readonly version: number;
}

/** The facts of an append, in order. */
const factsOf = ({ bytes, version }: StoredAppend): StoredFact[] => {
  const { recordedAt, events } = decodeAppend(bytes).entry;
  return events.flatMap((event) =>
    event.type === 'SessionFactsRecorded.v1'
      ? event.facts.map((fact) => ({ fact, recordedAt, version }))
      : [],
  );
};

const broken = (id: string, version: number): StoreFailed =>
  new StoreFailed(
    'STORE_DAMAGED',
    `the append ${String(version)} of ${id} does not follow the one before: restore a backup (seatmeter restore)`,
  );

/** An account whose stream is read up to its version. */
export interface Begun {
  readonly account: Account;
  /** What its stream says beyond its version is in the log behind this. */
  readonly position: Position;
}

/** The accounts as their streams tell them, read when they are first asked for. */
export class Accounts {
  private readonly loaded = new Map<string, Account>();
  private readonly loading = new Map<string, Promise<Account>>();
  /** Accounts that are read in part. Whoever reads one, and there may be several, lets it {@link take} what comes next. */
  private readonly begun = new Map<string, Promise<Begun>>();

  constructor(
    private readonly store: EventStore,
    private readonly people: People,
    private readonly snapshots: Snapshots,
  ) {}

  /** An account, whether anybody wrote to its stream or not. */
  async get(id: string): Promise<Account> {
    const known = this.loaded.get(id);
    if (known !== undefined) return known;
    // Two that read it at the same time would go on with two of it, and one of them misses what is written to the other.
    const loading = this.loading.get(id) ?? this.load(id);
    this.loading.set(id, loading);
    try {
      const account = await loading;
      if (this.loading.get(id) === loading) this.loaded.set(id, account);
      return account;
    } finally {
      if (this.loading.get(id) === loading) this.loading.delete(id);
    }
  }

  /** An account that has been read already. */
  known(id: string): Account | undefined {
    return this.loaded.get(id);
  }

  /** The accounts that have been read. */
  all(): Account[] {
    return [...this.loaded.values()];
  }

  /** Whether somebody waits for an account to be read. */
  get isAsked(): boolean {
    return this.loading.size > 0;
  }

  /** Every account whose stream was written to, by id. */
  async ids(): Promise<string[]> {
    const ids: string[] = [];
    for await (const { stream } of this.store.streams()) ids.push(stream);
    return ids.sort((one, other) => (one < other ? -1 : 1));
  }

  /** Lets an account be read anew: what is in memory may be ahead of its stream, or behind. */
  forget(id: string): void {
    this.loaded.delete(id);
    this.loading.delete(id);
    this.begun.delete(id);
  }

  /** An account as far as it is read: nothing of it, or what a snapshot told. The same for all who ask until it is whole. */
  begin(id: string): Promise<Begun> {
    const begun = this.begun.get(id) ?? this.restore(id);
    this.begun.set(id, begun);
    begun.catch(() => this.begun.delete(id));
    return begun;
  }

  private async restore(id: string): Promise<Begun> {
    const key = await this.people.keyOf(id);
    const restored = await this.snapshots.restore(id, key);
    return restored ?? { account: new Account(id, key), position: -1 };
  }

  /**
   * Lets an account that was begun take an append, if it is the next of its stream; else nothing happens.
   * @throws StoreFailed when it does not follow, UnknownFormat: the account must be begun anew.
   */
  take(account: Account, { version, bytes }: StoredAppend): void {
    if (version !== account.version) return;
    try {
      const { entry, before } = decodeAppend(bytes);
      if (Buffer.compare(before, account.chain) !== 0) throw broken(account.id, version);
      account.begin();
      for (const event of entry.events) account.evolve(event, entry.recordedAt);
      account.end(chainOf(bytes));
    } catch (error) {
      this.begun.delete(account.id);
      throw error;
    }
  }

  private async load(id: string): Promise<Account> {
    const begun = this.begin(id);
    const { account } = await begun;
    // Somebody who reads the whole log may be faster: then the reading goes on from where that one is.
    for (let from = -1; from !== account.version;) {
      from = account.version;
      for await (const append of this.store.read(id, from)) {
        if (append.version !== account.version) break;
        this.take(account, append);
      }
    }
    await this.tellIdentities(account);
    if (this.begun.get(id) === begun) this.begun.delete(id);
    return account;
  }

  /** Stored facts by their numbers in the stream. */
  async facts(account: Account, numbers: readonly number[]): Promise<Map<number, StoredFact>> {
    const { history } = account;
    const places = numbers.map((fact) => ({ fact, version: history.versionOf(fact) }));
    const versions = new Set(places.map(({ version }) => version));
    const appends = await this.store.readSome(account.id, [...versions]);
    const byVersion = new Map(appends.map((append) => [append.version, factsOf(append)]));
    return new Map(
      places.map(({ fact, version }) => [
        fact,
        byVersion.get(version)![fact - history.firstOf(version)]!,
      ]),
    );
  }

  /** Reads what the account's order still needs to know of its stored facts. */
  async tellIdentities(account: Account): Promise<void> {
    const { withoutIdentity } = account.history;
    if (withoutIdentity.length === 0) return;
    for (const [number, { fact }] of await this.facts(account, withoutIdentity)) {
      account.history.tellIdentity(number, fact);
    }
  }
}
