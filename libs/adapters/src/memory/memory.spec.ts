import { eventStoreContract } from '../../../engine/src/testing/event-store.contract';
import { peopleContract } from '../../../engine/src/testing/people.contract';
import { snapshotStoreContract } from '../../../engine/src/testing/snapshot-store.contract';
import { MemoryEventStore } from './memory-event-store';
import { MemoryPeople } from './memory-people';
import { MemorySnapshotStore } from './memory-snapshot-store';

eventStoreContract('MemoryEventStore', () => {
  const store = new MemoryEventStore();
  return Promise.resolve({ store, close: () => store.close() });
});

peopleContract('MemoryPeople', () =>
  Promise.resolve({ people: new MemoryPeople(), close: () => Promise.resolve() }),
);

snapshotStoreContract('MemorySnapshotStore', () => {
  const snapshots = new MemorySnapshotStore();
  return Promise.resolve({ snapshots, close: () => snapshots.close() });
});
