import { join } from 'node:path';
import type { EngineRunner } from '../../libs/engine/src/runners/engine-runner';
import { startEngine } from './engine-process';

/** `node recover-only.js LIBS DIR`: prints the ms from its start until every account was read and armed. */
const main = async ([libs, dataDir]: readonly string[]): Promise<void> => {
  const { app } = await startEngine(libs!, dataDir!);
  const built = (await import(join(libs!, 'engine', 'src', 'runners', 'engine-runner.js'))) as {
    EngineRunner: typeof EngineRunner;
  };
  await app.get(built.EngineRunner, { strict: false }).start();
  process.stdout.write(`${JSON.stringify({ ms: performance.now() })}\n`);
  process.stdin.resume();
  process.stdin.once('end', () => {
    void app.close();
  });
};

void main(process.argv.slice(2));
