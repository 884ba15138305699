import 'reflect-metadata';
import { Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, EventStore, People, StoreFailed } from '@seatmeter/engine';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdaptersModule } from './adapters.module';
import { openSqlite } from './sqlite/open-sqlite';

const append = (version: number) => ({ stream: 'acme', version, bytes: Buffer.from('x') });

/** The last thing that anyone may still want to write, a while after the shutdown began. */
@Injectable()
class LateWriter implements OnApplicationShutdown {
  constructor(
    private readonly store: EventStore,
    readonly people: People,
    readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await this.store.append([append(1)]);
  }
}

@Module({ providers: [LateWriter], exports: [LateWriter] })
class WriterModule {
  constructor(readonly writer: LateWriter) {}
}

class ServiceModule {
  static on(adapters: DynamicModule): DynamicModule {
    return { module: ServiceModule, imports: [adapters, WriterModule] };
  }

  readonly name = 'service';
}

const serviceOn = async (adapters: DynamicModule) => {
  const options = { logger: false as const, abortOnError: false };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only.
  const app = await NestFactory.createApplicationContext(ServiceModule.on(adapters), options);
  return { app, writer: app.get(LateWriter) };
};

describe('the wiring', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'seatmeter-'))));
  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it.each([
    ['in memory', () => AdaptersModule.inMemory()],
    ['embedded', () => AdaptersModule.embedded({ dataDir })],
  ])(
    '%s gives every module the ports, and closes the store when all have stopped',
    async (_, adapters) => {
      const { app, writer } = await serviceOn(adapters());
      const store = app.get(EventStore);
      const close = jest.spyOn(store, 'close');
      const write = jest.spyOn(store, 'append');
      await store.append([append(0)]);
      expect(await writer.people.keyOf('acme')).toHaveLength(32);
      expect(writer.clock.now()).toBeGreaterThan(0);
      await app.close();
      expect(write).toHaveBeenCalledTimes(2);
      expect(close).toHaveBeenCalledTimes(1);
      expect(close.mock.invocationCallOrder[0]).toBeGreaterThan(write.mock.invocationCallOrder[1]!);
    },
  );

  it('embedded stores what was written last, and leaves the directory free', async () => {
    const { app } = await serviceOn(AdaptersModule.embedded({ dataDir }));
    await app.get(EventStore).append([append(0)]);
    await app.close();
    const { store } = openSqlite(dataDir);
    expect(await store.readSome('acme', [0, 1])).toHaveLength(2);
    await store.close();
  });

  it('does not start on a directory that another one uses', async () => {
    const { store } = openSqlite(dataDir);
    const started = serviceOn(AdaptersModule.embedded({ dataDir }));
    await expect(started).rejects.toBeInstanceOf(StoreFailed);
    await expect(started).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await store.close();
  });
});
