import {
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { Clock, EventStore, People, SnapshotStore } from '@seatmeter/engine';
import { MemoryEventStore } from './memory/memory-event-store';
import { MemoryPeople } from './memory/memory-people';
import { MemorySnapshotStore } from './memory/memory-snapshot-store';
import { openSqlite, type SqlitePorts } from './sqlite/open-sqlite';
import { SqliteSnapshotStore } from './sqlite/sqlite-snapshot-store';
import { SystemClock } from './system/system-clock';

export { backupStore, restoreStore } from './sqlite/backup';
export { openSqlite } from './sqlite/open-sqlite';
export { databasePath } from './sqlite/sqlite-database';
export type { StoreContents } from './sqlite/verify-store';

/** Where the embedded profile keeps everything. */
export interface EmbeddedSettings {
  readonly dataDir: string;
}

/**
 * Which machinery stands behind each port: this file is the whole answer. It is global. The store may be used up to
 * the end of every other module's `onApplicationShutdown`.
 */
@Module({})
export class AdaptersModule implements OnApplicationShutdown {
  constructor(
    private readonly store: EventStore,
    private readonly snapshots: SnapshotStore,
  ) {}

  /** Nothing outlives the process. */
  static inMemory(): DynamicModule {
    return bind(
      { provide: EventStore, useClass: MemoryEventStore },
      { provide: People, useClass: MemoryPeople },
      { provide: SnapshotStore, useClass: MemorySnapshotStore },
    );
  }

  /** One process, SQLite in the data directory. What cannot be opened is a StoreFailed while Nest starts. */
  static embedded({ dataDir }: EmbeddedSettings): DynamicModule {
    return bind(
      { provide: SQLITE, useFactory: () => openSqlite(dataDir) },
      { provide: EventStore, useFactory: ({ store }: SqlitePorts) => store, inject: [SQLITE] },
      { provide: People, useFactory: ({ people }: SqlitePorts) => people, inject: [SQLITE] },
      // Only once the directory is locked.
      {
        provide: SnapshotStore,
        useFactory: () => new SqliteSnapshotStore(dataDir),
        inject: [SQLITE],
      },
    );
  }

  /** Nest shuts a global module down last. */
  async onApplicationShutdown(): Promise<void> {
    await this.snapshots.close();
    await this.store.close();
  }
}

const SQLITE = 'SqlitePorts';

const bind = (...stores: Provider[]): DynamicModule => ({
  module: AdaptersModule,
  global: true,
  providers: [...stores, { provide: Clock, useClass: SystemClock }],
  exports: [EventStore, People, SnapshotStore, Clock],
});
