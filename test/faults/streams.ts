import type { StatementJson } from '@seatmeter/contracts';
import type { EventStore, People } from '@seatmeter/engine';
import { openSqlite } from '../../libs/adapters/src/sqlite/open-sqlite';
import { chainOf, decodeAppend, NO_CHAIN } from '../../libs/engine/src/stream/append-codec';
import type { RecordedFact, StreamEvent } from '../../libs/engine/src/stream/events';
import { contentOf } from './facts';

/** What the streams of a data directory say, read while no process uses it. */
export interface Streams {
  /** Of every fact what it says, its person named. */
  readonly contents: string[];
  /** By account, pool and cycle: the figure that was decided last. */
  readonly decided: Map<string, number>;
  /** By account and cycle: with what it was closed. */
  readonly closed: Map<string, readonly StatementJson[]>;
}

export const cycleKey = (accountId: string, start: number, poolId = ''): string =>
  `${accountId} ${poolId} ${new Date(start).toISOString()}`;

/** Fails when a chain is broken or a decision was made twice, without its undoing in between, or early. */
export const readStreams = async (dataDir: string): Promise<Streams> => {
  const { store, people } = openSqlite(dataDir);
  const found: Streams = { contents: [], decided: new Map(), closed: new Map() };
  for await (const { stream } of store.streams()) {
    const facts = await readStream(store, stream, found);
    found.contents.push(...(await named(people, stream, facts)));
  }
  await store.close();
  return found;
};

const readStream = async (
  store: EventStore,
  stream: string,
  found: Streams,
): Promise<RecordedFact[]> => {
  const facts: RecordedFact[] = [];
  let chain: Uint8Array = NO_CHAIN;
  let version = 0;
  for await (const append of store.read(stream)) {
    expect(append.version).toBe(version);
    const { entry, before } = decodeAppend(append.bytes);
    expect(Buffer.compare(before, chain)).toBe(0);
    for (const event of entry.events) {
      if (event.type === 'SessionFactsRecorded.v1') facts.push(...event.facts);
      else judge(stream, event, entry.recordedAt, found);
    }
    chain = chainOf(append.bytes);
    version += 1;
  }
  return facts;
};

const judge = (
  account: string,
  event: StreamEvent,
  recordedAt: number,
  { decided, closed }: Streams,
): void => {
  switch (event.type) {
    case 'OverageQualified.v1':
    case 'OverageWithdrawn.v1': {
      const { poolId, cycle, seats, previousSeats } = event;
      const key = cycleKey(account, cycle.start, poolId);
      expect([key, decided.get(key) ?? 0]).toEqual([key, previousSeats]);
      expect(closed.has(cycleKey(account, cycle.start))).toBe(false);
      if (event.type === 'OverageQualified.v1') {
        expect(seats).toBeGreaterThan(previousSeats);
        expect(event.qualifiedAt).toBeLessThanOrEqual(recordedAt);
      } else expect(seats).toBeLessThan(previousSeats);
      decided.set(key, seats);
      return;
    }
    case 'CycleClosed.v1': {
      const key = cycleKey(account, event.cycle.start);
      expect([key, closed.has(key)]).toEqual([key, false]);
      expect(event.cycle.end).toBeLessThanOrEqual(recordedAt);
      closed.set(key, event.statements);
      return;
    }
    case 'SessionFactsRecorded.v1':
    case 'ContractApplied.v1':
    case 'CapacityChanged.v1':
    case 'FactsReleased.v1':
  }
};

const named = async (
  people: People,
  accountId: string,
  facts: readonly RecordedFact[],
): Promise<string[]> => {
  const pseudonyms = new Set(facts.flatMap(({ userId }) => userId ?? []));
  const names = await people.namesOf(accountId, [...pseudonyms]);
  return facts.map(({ userId, ...fact }) =>
    contentOf({
      accountId,
      ...fact,
      ...(userId === undefined ? {} : { userId: names.get(userId) ?? `unknown ${userId}` }),
    }),
  );
};
