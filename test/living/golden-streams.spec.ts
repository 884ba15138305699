import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatementJson } from '@seatmeter/contracts';
import { Account } from '../../libs/engine/src/account/account';
import { decodeSnapshot, encodeSnapshot } from '../../libs/engine/src/account/snapshot-codec';
import { chainOf, decodeAppend } from '../../libs/engine/src/stream/append-codec';
import { ManualClock } from '../../libs/engine/src/testing/manual-clock';
import { Engine, Kept } from './engine';
import { BEGIN, STORIES } from './golden-stories';

const FOLDER = join(__dirname, '../fixtures/streams/v1');

/** A stream as it was stored once, and what it folded to then. Kept for ever: every release folds it to the same. */
interface GoldenStream {
  readonly account: string;
  readonly now: number;
  /** Base64 of each append's bytes, in order. */
  readonly appends: readonly string[];
  readonly asOf: readonly { readonly at: number; readonly statements: readonly StatementJson[] }[];
}

const streamOf = async (engine: Engine, account: string): Promise<string[]> => {
  const appends: string[] = [];
  for await (const { bytes } of engine.kept.store.read(account)) {
    appends.push(Buffer.from(bytes).toString('base64'));
  }
  return appends;
};

/** Records a stream that is not there yet; never one that is. */
const recordStory = async (account: string, file: string): Promise<void> => {
  const engine = await Engine.start(new ManualClock(BEGIN));
  await STORIES[account]!(engine);
  const now = engine.clock.now();
  const asOf = [];
  for (const at of [BEGIN + 3_600_000, now]) {
    asOf.push({ at, statements: await engine.statements(account, at) });
  }
  const golden: GoldenStream = { account, now, appends: await streamOf(engine, account), asOf };
  writeFileSync(file, `${JSON.stringify(golden, null, 1)}\n`);
  await engine.stop();
};

const KEY = new Uint8Array(32);

const snapshotOf = (account: Account): Uint8Array => {
  const steps = encodeSnapshot(account);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
};

/** What the facts and the last append alone tell is left out. */
const withoutColumns = (account: Account): unknown => {
  const chain = Buffer.from(account.chain).toString('hex');
  return Object.assign({}, account, { chain, history: undefined, changedFrom: undefined });
};

const withoutTimeZoneData = (statements: readonly StatementJson[]): unknown =>
  statements.map(({ meta, ...statement }) => ({ ...statement, meta: { ...meta, tzdata: '' } }));

beforeAll(async () => {
  if (process.env.RECORD_GOLDEN_STREAMS === undefined) return;
  for (const account of Object.keys(STORIES)) {
    const file = join(FOLDER, `${account}.json`);
    if (!existsSync(file)) await recordStory(account, file);
  }
});

it('there is a golden stream of every story, and they hold every kind of event', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(
    Object.keys(STORIES)
      .map((name) => `${name}.json`)
      .sort(),
  );
  const types = Object.keys(STORIES).flatMap((account) => {
    const golden = JSON.parse(
      readFileSync(join(FOLDER, `${account}.json`), 'utf8'),
    ) as GoldenStream;
    return golden.appends.flatMap((bytes) =>
      decodeAppend(Buffer.from(bytes, 'base64')).entry.events.map(({ type }) => type),
    );
  });
  expect([...new Set(types)].sort()).toEqual([
    'CapacityChanged.v1',
    'ContractApplied.v1',
    'CycleClosed.v1',
    'FactsReleased.v1',
    'OverageQualified.v1',
    'OverageWithdrawn.v1',
    'SessionFactsRecorded.v1',
  ]);
});

describe.each(Object.keys(STORIES))('the stream %s, as it was stored once', (account) => {
  it('folds to the recorded statements, and so does a snapshot of it', async () => {
    const golden = JSON.parse(
      readFileSync(join(FOLDER, `${account}.json`), 'utf8'),
    ) as GoldenStream;
    const kept = new Kept();
    await kept.store.append(
      golden.appends.map((bytes, version) => ({
        stream: account,
        version,
        bytes: Buffer.from(bytes, 'base64'),
      })),
    );
    const engine = await Engine.start(new ManualClock(golden.now), kept);
    const foldsTo = async (on: Engine): Promise<void> => {
      for (const { at, statements } of golden.asOf) {
        expect(withoutTimeZoneData(await on.statements(account, at))).toEqual(
          withoutTimeZoneData(statements),
        );
      }
    };
    await foldsTo(engine);
    const read = jest.spyOn(kept.store, 'read');
    const fromSnapshot = await engine.restart();
    await foldsTo(fromSnapshot);
    expect(read).toHaveBeenCalledWith(account, golden.appends.length);
    await fromSnapshot.stop();
  });

  it('is told by a snapshot at every version', () => {
    const { appends } = JSON.parse(
      readFileSync(join(FOLDER, `${account}.json`), 'utf8'),
    ) as GoldenStream;
    const told = new Account(account, KEY);
    for (const bytes of appends.map((text) => Buffer.from(text, 'base64'))) {
      const { entry } = decodeAppend(bytes);
      told.begin();
      for (const event of entry.events) told.evolve(event, entry.recordedAt);
      told.end(chainOf(bytes));
      const again = decodeSnapshot(account, KEY, snapshotOf(told))!;
      expect(Buffer.compare(snapshotOf(again), snapshotOf(told))).toBe(0);
      expect(withoutColumns(again)).toEqual(withoutColumns(told));
    }
  });
});
