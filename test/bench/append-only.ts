import { CommandBus } from '@nestjs/cqrs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type * as contracts from '@seatmeter/contracts';
import { startEngine, type BuiltEngine } from './engine-process';
import { contractsOf, LivingFacts, type FactCourse } from './living-facts';

/** What `node append-only.js` does, as JSON in its first argument. */
export interface Filling {
  libs: string;
  dataDir: string;
  course: FactCourse;
  /** Facts of one append. */
  batch: number;
  /** Facts that are there before anything is measured. */
  stored: number;
}

/** What it prints: once when it is filled, then for each line of its input, which asks for so many facts more. */
export interface Appended {
  stored: number;
  facts: number;
  seconds: number;
  cpuSeconds: number;
}

const agree = async ({ app, engine }: BuiltEngine, { libs, course }: Filling): Promise<void> => {
  const { ContractFile } = (await import(
    join(libs, 'contracts', 'src', 'index.js')
  )) as typeof contracts;
  for (const contract of ContractFile.parse({ accounts: contractsOf(course) }).accounts)
    await app.get(CommandBus).execute(new engine.ApplyContract(contract, { actor: 'bench' }));
};

const main = async (filling: Filling): Promise<void> => {
  const built = await startEngine(filling.libs, filling.dataDir);
  const made = new LivingFacts(filling.course);
  let stored = 0;
  const append = async (facts: number): Promise<Appended> => {
    let [seconds, cpu] = [0, 0];
    for (const end = stored + facts; stored < end;) {
      const batch = made.take(Math.min(filling.batch, end - stored));
      const [started, before] = [performance.now(), process.cpuUsage()];
      const command = new built.engine.RecordSessionFacts(batch);
      const outcomes = await built.app.get(CommandBus).execute(command);
      seconds += (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(before);
      cpu += (user + system) / 1e6;
      stored += batch.length;
      if (outcomes.some(({ outcome }) => outcome !== 'accepted'))
        throw new Error(`a fact of ${stored} was not accepted`);
    }
    return { stored, facts, seconds, cpuSeconds: cpu };
  };
  const tell = (appended: Appended): void => {
    process.stdout.write(`${JSON.stringify(appended)}\n`);
  };
  await agree(built, filling);
  tell(await append(filling.stored));
  for await (const line of createInterface(process.stdin)) tell(await append(Number(line)));
  await built.app.close();
};

if (require.main === module) void main(JSON.parse(process.argv[2]!) as Filling);
