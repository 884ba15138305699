import { cpSync } from 'node:fs';
import type { Appended, Filling } from './append-only';
import { compiled } from './child';
import type { FactCourse } from './living-facts';
import { Process, withDataDir } from './process';

/** The accounts of a service that has run for a while: everybody has signed in once by the time so many facts are stored. */
export const RUNNING = { accounts: 1000, agents: 20, stored: 50_000 } as const;

/** Gives a job a copy of a data directory, as often as it is asked for one. */
export const withCopy = <T>(of: string, job: (dataDir: string) => Promise<T>): Promise<T> =>
  withDataDir((dataDir) => {
    cpSync(of, dataDir, { recursive: true });
    return job(dataDir);
  });

/** Facts of one append. */
const BATCH = 3500;

/** Fills a data directory with the facts of a course, in process; the first `stored` of them. */
export const fill = async (
  libs: string,
  dataDir: string,
  course: FactCourse,
  stored: number,
): Promise<Appended> => {
  const filling: Filling = { libs, dataDir, course, batch: BATCH, stored };
  const filler = new Process([compiled('append-only'), JSON.stringify(filling)]);
  const filled = JSON.parse(await filler.line()) as Appended;
  await filler.end();
  return filled;
};
