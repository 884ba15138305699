import { eventOf, LivingFacts, type FactCourse } from './living-facts';
import { Sender } from './sender';

/** What `node load.js` sends, as JSON in its first argument. */
export interface Load {
  url: string;
  connections: number;
  /** Facts of a request. */
  batch: number;
  course: FactCourse;
  /** Facts of the course that were sent before. */
  sent: number;
  facts: number;
  /** Facts that are sent before the clock starts. */
  warmUp: number;
  /** Facts a second; none: as fast as they are answered. */
  rate: number | undefined;
}

/** What it prints when the warm-up is over, and at last. */
export interface Sent {
  facts: number;
  seconds: number;
}

const bodiesOf = ({ batch, course, sent, facts }: Load): Buffer[] => {
  const made = new LivingFacts(course);
  made.take(sent);
  return Array.from({ length: Math.ceil(facts / batch) }, () =>
    Buffer.from(`[${made.take(batch).map(eventOf).join(',')}]`),
  );
};

/** An end can overtake its start on another connection: it is stored, and waits for the start. */
const demandStored = (answer: string, batch: number): void => {
  const { accepted, quarantined = 0 } = JSON.parse(answer) as {
    accepted: number;
    quarantined?: number;
  };
  if (accepted + quarantined !== batch) throw new Error(`not all ${batch} were stored: ${answer}`);
};

const tell = (facts: number, since: number): void => {
  const sent: Sent = { facts, seconds: (performance.now() - since) / 1000 };
  process.stdout.write(`${JSON.stringify(sent)}\n`);
};

const main = async (load: Load): Promise<void> => {
  const bodies = bodiesOf(load);
  const warm = Math.floor(load.warmUp / load.batch);
  const begun = performance.now();
  let [next, answered, started] = [0, 0, begun];
  const dueIn = (index: number): number =>
    load.rate === undefined
      ? 0
      : begun + (1000 * index * load.batch) / load.rate - performance.now();
  const sendAll = async (): Promise<void> => {
    const sender = new Sender(new URL(load.url));
    while (next < bodies.length) {
      const index = next++;
      const wait = dueIn(index);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      demandStored(await sender.post(bodies[index]!), load.batch);
      answered += 1;
      if (answered !== warm) continue;
      tell(warm * load.batch, started);
      started = performance.now();
    }
    sender.close();
  };
  await Promise.all(Array.from({ length: load.connections }, sendAll));
  tell((bodies.length - warm) * load.batch, started);
};

if (require.main === module) void main(JSON.parse(process.argv[2]!) as Load);
