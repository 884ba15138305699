import { batch, signal, type Signal } from '@preact/signals';
import type { StandingUpdateJson } from '@seatmeter/service/answers';
import { ServerClock } from './server-clock';

type Pool = Signal<StandingUpdateJson>;

/** By `account/pool`. Pools come one by one; each is a signal of its own, so that only what changed is drawn. */
export const pools = signal<ReadonlyMap<string, Pool>>(new Map());
/** The service's time, in ms; moves four times a second. */
export const now = signal(Date.now());
/** `lost`: nothing is heard; what is shown was so at `heard`, the service's time. */
export const connection = signal<
  | { readonly phase: 'connecting' }
  | { readonly phase: 'live' }
  | { readonly phase: 'lost'; readonly heard: number }
>({ phase: 'connecting' });

const TICK_MS = 250;
/** The service shows every 15 s that it is there. */
const SILENCE_MS = 20_000;
const RETRY_MS = 1000;
const MOST_DRAWN = 40;

const clock = new ServerClock();
const pending = new Map<string, StandingUpdateJson>();
let drawing = false;
let heard = performance.now();
let source: EventSource | undefined;

const tick = (): void => {
  now.value = clock.at(performance.now()) ?? Date.now();
};

const drawSoon = (): void => {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(draw);
};

/** New pools all at once; of those that changed as many as fit between two frames, the others in the next. */
const draw = (): void => {
  drawing = false;
  batch(() => {
    tick();
    const known = pools.value;
    const added: [string, Pool][] = [];
    let drawn = 0;
    for (const [key, update] of pending) {
      const pool = known.get(key);
      if (pool === undefined) added.push([key, signal(update)]);
      else if (drawn < MOST_DRAWN) {
        pool.value = update;
        drawn += 1;
      } else continue;
      pending.delete(key);
    }
    if (added.length > 0) pools.value = new Map([...known, ...added]);
  });
  if (pending.size > 0) drawSoon();
};

const hear = (at: string): void => {
  heard = performance.now();
  clock.note(Date.parse(at), heard);
  if (connection.peek().phase !== 'live') connection.value = { phase: 'live' };
};

/** Whatever comes between two frames is drawn together, the latest of each pool. */
const take = (update: StandingUpdateJson): void => {
  hear(update.at);
  pending.set(`${update.accountId}/${update.poolId}`, update);
  drawSoon();
};

const lose = (): void => {
  if (connection.peek().phase === 'lost') return;
  connection.value = { phase: 'lost', heard: clock.at(heard) ?? Date.now() };
};

/** The browser comes back by itself and names the last update it saw, unless it was answered with an error. */
const connect = (): void => {
  source?.close();
  const stream = new EventSource('/v1/occupancy/stream');
  source = stream;
  heard = performance.now();
  stream.addEventListener('open', () => {
    heard = performance.now();
    connection.value = { phase: 'live' };
  });
  stream.addEventListener('standing', ({ data }: MessageEvent<string>) => {
    take(JSON.parse(data) as StandingUpdateJson);
  });
  stream.addEventListener('heartbeat', ({ data }: MessageEvent<string>) => {
    hear((JSON.parse(data) as { at: string }).at);
  });
  stream.addEventListener('error', () => {
    lose();
    if (stream.readyState === EventSource.CLOSED && stream === source)
      setTimeout(connect, RETRY_MS);
  });
};

export const startLive = (): void => {
  connect();
  setInterval(() => {
    tick();
    if (performance.now() - heard < SILENCE_MS) return;
    lose();
    connect();
  }, TICK_MS);
};
