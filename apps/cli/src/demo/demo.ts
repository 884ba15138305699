import { parseInstant } from '@seatmeter/contracts';
import type { Instant } from '@seatmeter/metering';
import type { Feeder } from '@seatmeter/service';
import { centreOf } from '../simulate/centre';
import { contractsOf, midnight } from '../simulate/centre-contract';
import { courseOf, type Sent } from '../simulate/course';
import { FactLines } from '../simulate/fact-lines';
import { Outbox } from '../simulate/outbox';
import { paced } from '../simulate/pace';
import { REQUEST_EVENTS, Sender } from '../simulate/sender';
import { USUAL } from '../simulate/shares';
import { Show } from './show';
import { SHOWCASE, showcaseContract, wallboards } from './showcase';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CENTRE = { seed: 5, accounts: 5, agents: 160 };
/** West of Greenwich a month begins later: by then it has begun everywhere. */
const BEGUN_EVERYWHERE = 12 * HOUR;

/** The first day of the month, by its number since 1 January 1970. */
const firstOfMonth = (now: Instant): number => {
  const date = new Date(now - BEGUN_EVERYWHERE);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / DAY;
};

/**
 * A living contact centre: the course of a seeded one, from the first of the month in which the data directory was made up to now
 * and on in real time, and an account to watch. What is stored already is not sent again, but for the day that is under way.
 */
export class Demo implements Feeder {
  readonly shown = SHOWCASE;
  private readonly centre = centreOf(CENTRE);
  private readonly lines = new FactLines(this.centre);
  private outbox!: Outbox;

  constructor(private readonly now: () => Instant) {}

  async catchUp(url: string, stop: AbortSignal): Promise<void> {
    const sender = new Sender(url, stop);
    const firstDay = await this.agree(sender);
    await new Show(sender).clear();
    const course = courseOf(this.centre, USUAL, firstDay, Infinity);
    this.outbox = new Outbox(await this.unsent(course, sender), this.lines, REQUEST_EVENTS);
    const now = this.now();
    for (;;) {
      const batch = this.outbox.take(now);
      if (batch.facts === 0) return;
      await sender.send(batch.lines.toString('latin1'));
    }
  }

  async goOn(url: string, stop: AbortSignal): Promise<void> {
    const sender = new Sender(url, stop);
    const show = new Show(sender);
    await Promise.all([this.live(sender, stop), show.goOn(stop, this.now)]);
  }

  greeting(url: string): readonly string[] {
    return [
      `Its grace is 30 seconds, and every two minutes it goes over capacity: watch "standing".`,
      'Replay a file, with no service:',
      '  npm run -s seatmeter -- replay --events examples/march.ndjson --contract examples/contract.json',
      `Every call: ${url}/openapi.json`,
    ];
  }

  /** Says what was agreed, as it was at the first start; gives the day on which the course began. */
  private async agree(sender: Sender): Promise<number> {
    const known = await sender.get<{ startsAt: string }>(`/v1/accounts/${SHOWCASE}`);
    const since = known === undefined ? NaN : parseInstant(known.startsAt);
    const firstDay = Number.isNaN(since) ? firstOfMonth(this.now()) : since / DAY;
    const startsAt = midnight('UTC', firstDay);
    for (const account of contractsOf(this.centre, firstDay)) await sender.agree(account);
    await sender.agree(showcaseContract(new Date(startsAt).toISOString()));
    await sender.send(wallboards(startsAt).join('\n'));
    return firstDay;
  }

  /**
   * The course from the first day on that is not stored whole. Facts are sent one request after the other: a day whose
   * last fact is there is whole.
   */
  private async unsent(
    course: Generator<Sent, void>,
    sender: Sender,
  ): Promise<Generator<Sent, void>> {
    let step = course.next();
    while (step.done !== true && (await this.isStored(step.value, sender))) step = course.next();
    return startingWith(step, course);
  }

  private async isStored({ facts, order }: Sent, sender: Sender): Promise<boolean> {
    const last = order.findLast((row) => facts.repeated[row] === 0);
    if (last === undefined || facts.sentAt[last]! > this.now()) return false;
    const { account, source, id } = this.lines.identityOf(facts, last);
    const query = new URLSearchParams({ source, id }).toString();
    const path = `/v1/accounts/${account}/session-events?${query}`;
    return (await sender.get(path)) !== undefined;
  }

  private async live(sender: Sender, stop: AbortSignal): Promise<void> {
    for await (const batch of paced(this.outbox, 1, stop))
      await sender.send(batch.lines.toString('latin1'));
  }
}

function* startingWith(
  first: IteratorResult<Sent, void>,
  rest: Generator<Sent, void>,
): Generator<Sent, void> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
