import { setTimeout } from 'node:timers/promises';
import type { Dice } from './dice';
import { contentOf, eventOf, identityOf, type Fact, type Parcel, type Terms } from './facts';

/** A parcel, and how many of its facts are repeats of what the same sender said before. */
type Sendable = Parcel & { readonly repeats?: number };

/** The service as its senders see it: there, or gone and to come back. */
export interface Reachable {
  /** Its address, once it takes requests. */
  url(): Promise<string>;
}

interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly ignored: number;
  readonly rejected: number;
}

const LOOKED_UP = 4;
/** A service that does not answer for so long hangs. */
const PATIENCE_MS = 30_000;

/**
 * An emitter that delivers at least once: one parcel after the other, each again until it is acknowledged. After every
 * loss of the connection it makes sure that what was acknowledged is still there.
 */
export class Sender {
  /** What was acknowledged, in this order; every content once. */
  readonly acknowledged: Fact[] = [];
  readonly accounts: Terms[] = [];
  private readonly contents = new Set<string>();
  private readonly byIdentity = new Map<string, Set<string>>();
  private last: Parcel | undefined;
  private doubtful = false;

  constructor(
    private readonly service: Reachable,
    private readonly dice: Dice,
  ) {}

  /** Resolves when all of it is acknowledged. */
  async deliver(parcel: Sendable): Promise<void> {
    for (;;) {
      const url = await this.service.url();
      const isDone = await this.tryOn(url, parcel).catch((error: unknown) => {
        if (!isLostConnection(error)) throw error;
        this.doubtful = true;
        return false;
      });
      if (isDone) return;
      await setTimeout(5);
    }
  }

  private async tryOn(url: string, parcel: Sendable): Promise<boolean> {
    if (this.doubtful) await this.makeSure(url, parcel);
    this.doubtful = false;
    if (parcel.account !== undefined) await this.agree(url, parcel.account);
    const receipt = await post(url, parcel.facts);
    if (receipt === undefined) return false;
    this.note(parcel);
    // A request is stored whole or not at all, whenever its answer was lost.
    const { length } = parcel.facts;
    const first = parcel.repeats ?? 0;
    if (receipt.duplicates !== length && receipt.duplicates !== first)
      throw new Error(`${receipt.duplicates} duplicates of ${length}, not ${first} or all`);
    return true;
  }

  private async agree(url: string, account: Terms): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(account);
    const answer = await fetch(`${url}/v1/accounts/${account.id}`, {
      method: 'PUT',
      headers,
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`PUT ${account.id}: ${answer.status} ${await answer.text()}`);
    await answer.text();
    if (!this.accounts.some(({ id }) => id === account.id)) this.accounts.push(account);
  }

  private note(parcel: Parcel): void {
    this.last = parcel;
    for (const fact of parcel.facts) {
      const content = contentOf(fact);
      if (this.contents.has(content)) continue;
      this.contents.add(content);
      this.acknowledged.push(fact);
      const identity = identityOf(fact);
      const these = this.byIdentity.get(identity) ?? new Set();
      this.byIdentity.set(identity, these.add(content));
    }
  }

  /** What was acknowledged last is all there when it is sent again, and some of the rest when it is looked up. */
  private async makeSure(url: string, pending: Sendable): Promise<void> {
    const { last } = this;
    if (last === undefined) return;
    await Promise.all([
      this.sendAgain(url, last),
      ...this.sample().map((fact) => look(url, fact, this.contentsOf(fact, pending))),
    ]);
  }

  private async sendAgain(url: string, { facts }: Parcel): Promise<void> {
    const receipt = await post(url, facts);
    if (receipt !== undefined && receipt.duplicates !== facts.length)
      throw new Error(`acknowledged and gone: ${facts.length - receipt.duplicates} facts`);
  }

  private sample(): Fact[] {
    const facts = [...(this.last?.facts.slice(-1) ?? [])];
    while (facts.length < LOOKED_UP) facts.push(this.dice.of(this.acknowledged));
    return facts;
  }

  /** How many contents came under a fact's identity, at least and at most: what is pending may be stored, its answer lost. */
  private contentsOf(fact: Fact, pending: Sendable): [least: number, most: number] {
    const identity = identityOf(fact);
    const acknowledged = this.byIdentity.get(identity)!;
    const these = pending.facts.filter((one) => identityOf(one) === identity).map(contentOf);
    return [acknowledged.size, new Set([...acknowledged, ...these]).size];
  }
}

/** Jest's `TypeError` is another than the one of `fetch`. */
const isLostConnection = (error: unknown): boolean =>
  (error as Error).name === 'TypeError' && /fetch failed|terminated/.test((error as Error).message);

/** What became of the facts; undefined when the service is not to take any now. */
export const post = async (url: string, facts: readonly Fact[]): Promise<Receipt | undefined> => {
  const answer = await fetch(`${url}/v1/session-events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(facts.map(eventOf)),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  if (answer.status === 202) return JSON.parse(text) as Receipt;
  if ([429, 503].includes(answer.status) && answer.headers.has('retry-after')) return undefined;
  throw new Error(`${answer.status} ${text}`);
};

/** A fact has one record, and one more for every other content that came under its id. */
const look = async (
  url: string,
  fact: Fact,
  [least, most]: readonly [number, number],
): Promise<void> => {
  const { accountId, source, id } = fact;
  const query = new URLSearchParams({ source, id });
  const path = `/v1/accounts/${accountId}/session-events?${query.toString()}`;
  const answer = await fetch(url + path, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} was acknowledged: ${answer.status} ${text}`);
  const { records } = JSON.parse(text) as { records: { outcome: string; reason?: string }[] };
  const conflicts = records.slice(1).filter(({ reason }) => reason !== 'conflicting-duplicate');
  if (records.length < least || records.length > most || conflicts.length > 0)
    throw new Error(`${path}: not ${least} to ${most} records but ${text}`);
};
