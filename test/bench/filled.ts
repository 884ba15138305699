import type { Appended, Filling } from './append-only';
import { compiled } from './child';
import type { FactCourse } from './living-facts';
import { Process } from './process';

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
