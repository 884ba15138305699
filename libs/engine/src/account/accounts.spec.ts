import { setImmediate } from 'node:timers/promises';
import { EventStore, type StoredAppend } from '../ports/event-store';
import { People } from '../ports/people';
import { SnapshotStore } from '../ports/snapshot-store';
import { encodeAppend, NO_CHAIN } from '../stream/append-codec';
import { Accounts } from './accounts';
import { Snapshots } from './snapshots';

const bytes = encodeAppend({ recordedAt: 1, by: { actor: 'test' }, events: [] }, NO_CHAIN);

/** One append, which takes a while to be read. */
class SlowStore extends EventStore {
  override append = (): never => {
    throw new Error('nobody writes');
  };
  override readSome = this.append;
  override streams = this.append;
  override log = this.append;
  override close = this.append;

  override async *read(stream: string): AsyncIterable<StoredAppend> {
    await setImmediate();
    yield { stream, version: 0, position: 0, bytes };
  }
}

class NoPeople extends People {
  override keyOf = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(32));
  override remember = (): Promise<void> => Promise.resolve();
  override namesOf = (): Promise<Map<string, string>> => Promise.resolve(new Map<string, string>());
  override erase = (): Promise<boolean> => Promise.resolve(false);
}

class NoSnapshots extends SnapshotStore {
  override save = (): Promise<void> => Promise.resolve();
  override read = (): Promise<undefined> => Promise.resolve(undefined);
  override close = this.save;
}

it('gives everybody the same account, also those who ask while it is being read', async () => {
  const store = new SlowStore();
  const accounts = new Accounts(store, new NoPeople(), new Snapshots(new NoSnapshots(), store));
  const first = accounts.get('acme');
  await Promise.resolve();
  const [one, other] = await Promise.all([first, accounts.get('acme')]);
  expect(other).toBe(one);
  expect(await accounts.get('acme')).toBe(one);
  accounts.forget('acme');
  expect(await accounts.get('acme')).not.toBe(one);
});
