import { setTimeout } from 'node:timers/promises';
import type { Instant } from '@seatmeter/metering';
import type { Sender } from '../simulate/sender';
import { lateSignOuts, SHOWCASE, SHOWCASE_POOL, visit, type Holding } from './showcase';

const SECOND = 1000;
/** From the start to the first visit: time to look at a pool that is within its capacity. */
const FIRST = 10 * SECOND;
/** One more visitor comes when the countdown of the first is under way: each seat has a grace of its own. */
const SECOND_VISIT = 12 * SECOND;
const ROUND = 120 * SECOND;

interface Standing {
  readonly seatsOver?: number;
  readonly seatsBilledSoFar: number;
}

/** Lets the showcase go over capacity again and again. */
export class Show {
  constructor(private readonly sender: Sender) {}

  /** Ends the visits that are under way, also those of a process that was killed. */
  async clear(): Promise<void> {
    const path = `/v1/accounts/${SHOWCASE}/pools/${SHOWCASE_POOL}/sessions?limit=1000`;
    const holding = await this.sender.get<{ items: Holding[] }>(path);
    const lines = lateSignOuts(holding?.items ?? []);
    if (lines.length > 0) await this.sender.send(lines.join('\n'));
  }

  async goOn(signal: AbortSignal, now: () => Instant): Promise<void> {
    await setTimeout(FIRST, undefined, { signal });
    for (;;) {
      const visitors = await this.visitorsNeeded();
      const at = now();
      const first = Array.from({ length: visitors }, (_, nth) => visit(nth, at));
      await this.sender.send(first.join('\n'));
      await setTimeout(SECOND_VISIT, undefined, { signal });
      await this.sender.send(visit(visitors, now()));
      await setTimeout(ROUND - FIRST - SECOND_VISIT, undefined, { signal });
      await this.clear();
      await setTimeout(FIRST, undefined, { signal });
    }
  }

  /** So many that a seat more than was billed in this cycle is at risk, whoever else has signed in. */
  private async visitorsNeeded(): Promise<number> {
    const path = `/v1/accounts/${SHOWCASE}/occupancy`;
    const occupancy = await this.sender.get<{ pools: { standing: Standing }[] }>(path);
    const { seatsOver = 0, seatsBilledSoFar = 0 } = occupancy?.pools[0]?.standing ?? {};
    return Math.max(1, seatsBilledSoFar + 1 - seatsOver);
  }
}
