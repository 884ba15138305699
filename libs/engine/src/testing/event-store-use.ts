import type { EventStore } from '../ports/event-store';

/** A store under test. */
export interface OpenStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

/** A store that leaves something behind: `reopen` closes it and opens what is there. */
export interface OpenDurableStore extends OpenStore {
  reopen(): Promise<EventStore>;
}

/** The store of the test that runs. */
export type Use = () => OpenStore;
