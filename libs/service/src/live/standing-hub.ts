import type { Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { formatInstant } from '@seatmeter/contracts';
import { Clock } from '@seatmeter/engine';
import { EngineError, Standings, type StandingUpdate } from '@seatmeter/engine/service';
import type { Instant } from '@seatmeter/metering';
import { StandingFrame } from './standing-frame';
import { StandingWatcher } from './standing-watcher';

/** Updates of a pool within so many ms become one, the latest. */
const COALESCING_MS = 100;
const HEARTBEAT_MS = 15_000;
/** How long changes are still followed for clients that come back. */
const LINGER_MS = 60_000;
/** Tells clients how soon to come back, in ms. */
const GREETING = 'retry: 1000\n\n';

/** An event, not a comment: browsers hide comments from the page that has to notice that they stay away. */
const heartbeat = (at: Instant): string =>
  `event: heartbeat\ndata: ${JSON.stringify({ at: formatInstant(at) })}\n\n`;

const keyOf = ({ accountId, poolId }: StandingUpdate): string => `${accountId}/${poolId}`;

/** The time since which changes are followed without a gap; ids are `since-number`. */
interface Run {
  readonly since: number;
  /** The number of the latest update of each pool that changed. */
  readonly numbers: Map<string, number>;
  last: number;
  readonly leave: () => void;
}

/** Takes the standings to all who watch. It follows the engine only while somebody does, and shortly after. */
@Injectable()
export class StandingHub {
  private readonly watchers = new Map<string | undefined, Set<StandingWatcher>>();
  private readonly changed = new Map<string, StandingUpdate>();
  private run: Run | undefined;
  private flushing: NodeJS.Timeout | undefined;
  private beating: NodeJS.Timeout | undefined;
  private leaving: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly standings: Standings,
    private readonly clock: Clock,
  ) {}

  /** @throws EngineError SHUTTING_DOWN when streams are no longer opened. */
  mustBeOpen(): void {
    if (this.closed)
      throw new EngineError('SHUTTING_DOWN', 'the service is stopping: come back soon', {}, true);
  }

  /**
   * Sends the current standing of every pool (of one account, or of all), then each change, until `out` closes. With the
   * id of an update it sends what changed after that; an id it does not know is none.
   */
  watch(out: Writable, accountId: string | undefined, lastId: string | undefined): void {
    const run = this.follow();
    const watcher = new StandingWatcher(out, GREETING);
    const group = this.watchers.get(accountId) ?? new Set();
    this.watchers.set(accountId, group.add(watcher));
    out.on('close', () => {
      this.leave(accountId, watcher);
    });
    this.oweCurrent(watcher, run, accountId, lastId);
    watcher.send();
  }

  /** Ends every stream. */
  close(): void {
    this.closed = true;
    for (const group of this.watchers.values()) for (const watcher of group) watcher.end();
    this.watchers.clear();
    this.forget();
  }

  private oweCurrent(
    watcher: StandingWatcher,
    run: Run,
    accountId: string | undefined,
    lastId: string | undefined,
  ): void {
    const known = /^(\d+)-(\d+)$/.exec(lastId ?? '');
    const seen = Number(known?.[1]) === run.since ? Number(known?.[2]) : -1;
    const current = this.standings
      .current(accountId)
      .filter((update) => (run.numbers.get(keyOf(update)) ?? 0) > seen);
    current.forEach((update, index) => {
      const id = index === current.length - 1 ? `${run.since}-${run.last}` : undefined;
      watcher.owe(keyOf(update), new StandingFrame(update, id));
    });
  }

  private follow(): Run {
    clearTimeout(this.leaving);
    this.beating ??= setInterval(() => {
      const text = heartbeat(this.clock.now());
      for (const group of this.watchers.values()) for (const watcher of group) watcher.beat(text);
    }, HEARTBEAT_MS);
    this.run ??= {
      since: this.clock.now(),
      numbers: new Map(),
      last: 0,
      leave: this.standings.subscribe((update) => {
        this.note(update);
      }),
    };
    return this.run;
  }

  private note(update: StandingUpdate): void {
    const key = keyOf(update);
    this.changed.delete(key);
    this.changed.set(key, update);
    this.flushing ??= setTimeout(() => {
      this.flush();
    });
  }

  /** The first change goes out at once; those that follow wait for the time to be over. */
  private flush(): void {
    this.flushing = undefined;
    const { run } = this;
    if (run === undefined || this.changed.size === 0) return;
    const ready = new Set<StandingWatcher>();
    for (const [key, update] of this.changed) {
      run.last += 1;
      run.numbers.set(key, run.last);
      const frame = new StandingFrame(update, `${run.since}-${run.last}`);
      for (const scope of [update.accountId, undefined])
        for (const watcher of this.watchers.get(scope) ?? []) {
          watcher.owe(key, frame);
          ready.add(watcher);
        }
    }
    this.changed.clear();
    for (const watcher of ready) watcher.send();
    this.flushing = setTimeout(() => {
      this.flush();
    }, COALESCING_MS);
  }

  private leave(accountId: string | undefined, watcher: StandingWatcher): void {
    const group = this.watchers.get(accountId);
    group?.delete(watcher);
    if (group?.size === 0) this.watchers.delete(accountId);
    if (this.watchers.size > 0 || this.closed) return;
    clearInterval(this.beating);
    this.beating = undefined;
    this.leaving = setTimeout(() => {
      this.forget();
    }, LINGER_MS);
    this.leaving.unref();
  }

  private forget(): void {
    clearTimeout(this.leaving);
    clearTimeout(this.flushing);
    clearInterval(this.beating);
    this.flushing = undefined;
    this.beating = undefined;
    this.run?.leave();
    this.run = undefined;
    this.changed.clear();
  }
}
