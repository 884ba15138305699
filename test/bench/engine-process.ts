import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { join } from 'node:path';
import type { AdaptersModule } from '@seatmeter/adapters/module';
import type * as service from '@seatmeter/engine/service';

/** The engine in this process on a data directory, out of the libraries as they were built. */
export interface BuiltEngine {
  app: INestApplicationContext;
  engine: typeof service;
}

/* eslint-disable-next-line @typescript-eslint/no-extraneous-class -- Nest knows a module by its class. */
class Root {}

const LATENESS_MS = 500;

/** Starts it; it reads every account behind the scenes. */
export const startEngine = async (libs: string, dataDir: string): Promise<BuiltEngine> => {
  const engine = (await import(join(libs, 'engine', 'src', 'service.js'))) as typeof service;
  const adapters = (await import(join(libs, 'adapters', 'src', 'adapters.module.js'))) as {
    AdaptersModule: typeof AdaptersModule;
  };
  const imports = [
    engine.EngineModule.register({ allowedLateness: LATENESS_MS }),
    adapters.AdaptersModule.embedded({ dataDir }),
  ];
  const root = { module: Root, imports };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only.
  const app = await NestFactory.createApplicationContext(root, { logger: false });
  return { app, engine };
};
