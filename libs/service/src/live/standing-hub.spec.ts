import { Writable } from 'node:stream';
import type { StandingUpdate } from '@seatmeter/engine/service';
import { FakeEngine } from '../testing/fake-engine';
import { StandingHub } from './standing-hub';

/** A client that reads nothing until it is told to. */
class Client extends Writable {
  private readonly chunks: string[] = [];
  private readonly pending: (() => void)[] = [];

  constructor(private reading = true) {
    super({ highWaterMark: 1 << 10, decodeStrings: false });
  }

  override _write(chunk: string, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    if (this.reading) done();
    else this.pending.push(done);
  }

  read(): void {
    this.reading = true;
    for (const done of this.pending.splice(0)) done();
  }

  /** What came since the last look. */
  take(): string {
    return this.chunks.splice(0).join('');
  }

  takeIds(): string[] {
    return [...this.take().matchAll(/^id: (.+)$/gm)].map(([, id]) => id!);
  }

  takeSeats(): [pool: string, seats: number][] {
    return [...this.take().matchAll(/^data: (.+)$/gm)].map(([, data]) => {
      const { accountId, poolId, seatsUsed } = JSON.parse(data!) as StandingUpdate;
      return [`${accountId}/${poolId}`, seatsUsed];
    });
  }
}

const pool = (seatsUsed: number, poolId = 'elite', accountId = 'acme'): StandingUpdate => ({
  accountId,
  poolId,
  at: Date.UTC(2026, 2, 2, 9),
  seatsUsed,
  capacity: 10,
  standing: { phase: 'within', seatsFree: 10 - seatsUsed, seatsBilledSoFar: 0 },
});

let engine: FakeEngine;
let hub: StandingHub;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  engine = new FakeEngine();
  hub = new StandingHub(engine.standings, engine.clock);
  engine.standings.pools = [pool(1), pool(2, 'basic'), pool(3, 'elite', 'beta')];
});
afterEach(() => {
  hub.close();
  jest.useRealTimers();
});

const watch = (account?: string, lastId?: string, client = new Client()): Client => {
  hub.watch(client, account, lastId);
  return client;
};

describe('a client that comes', () => {
  it('gets the standing of every pool first, and only the last of them says where to resume', () => {
    const all = watch();
    expect(all.take()).toBe(
      [
        'retry: 1000\n',
        `event: standing\ndata: ${data('acme', 'elite', 1)}\n`,
        `event: standing\ndata: ${data('acme', 'basic', 2)}\n`,
        `event: standing\nid: ${engine.clock.now()}-0\ndata: ${data('beta', 'elite', 3)}\n`,
        '',
      ].join('\n'),
    );
  });

  it('of one account hears of that account only', () => {
    const beta = watch('beta');
    expect(beta.takeSeats()).toEqual([['beta/elite', 3]]);
    engine.standings.change(pool(5));
    engine.standings.change(pool(6, 'elite', 'beta'));
    jest.advanceTimersByTime(1000);
    expect(beta.takeSeats()).toEqual([['beta/elite', 6]]);
  });
});

const data = (accountId: string, poolId: string, seatsUsed: number): string =>
  JSON.stringify({ ...pool(seatsUsed, poolId, accountId), at: '2026-03-02T09:00:00.000Z' }).replace(
    /^{"accountId":"(\w+)","poolId":"(\w+)","at":"([^"]+)"/,
    '{"accountId":"$1","at":"$3","poolId":"$2"',
  );

describe('changes', () => {
  it('go out at once after a quiet time, and within 100 ms in a busy one, the latest of each pool', () => {
    const client = watch();
    client.take();
    engine.standings.change(pool(2));
    jest.advanceTimersByTime(1);
    expect(client.takeSeats()).toEqual([['acme/elite', 2]]);
    for (let seats = 3; seats < 8; seats += 1) engine.standings.change(pool(seats));
    engine.standings.change(pool(9, 'basic'));
    jest.advanceTimersByTime(98);
    expect(client.takeSeats()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(client.takeSeats()).toEqual([
      ['acme/elite', 7],
      ['acme/basic', 9],
    ]);
    jest.advanceTimersByTime(10_000);
    expect(client.take()).toBe('');
  });

  it('have ids that grow', () => {
    const client = watch();
    for (let seats = 0; seats < 10; seats += 1) {
      engine.standings.change(pool(seats));
      jest.advanceTimersByTime(100);
    }
    const numbers = client.takeIds().map((id) => Number(id.split('-')[1]));
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a client that comes back', () => {
  it('gets what changed since its last id and nothing else', () => {
    const first = watch();
    const id = first.takeIds().at(-1);
    first.destroy();
    jest.advanceTimersByTime(1000);
    engine.standings.change(pool(8, 'basic'));
    jest.advanceTimersByTime(1000);
    expect(watch(undefined, id).takeSeats()).toEqual([['acme/basic', 8]]);
  });

  it('is told once more where it is when nothing changed', () => {
    const id = watch().takeIds().at(-1);
    expect(watch(undefined, id).take()).toBe('retry: 1000\n\n');
  });

  it.each(['1-5', 'x', '', '1700000000000-3'])('with the id %j of another run gets all', (id) => {
    expect(watch(undefined, id).takeSeats()).toHaveLength(3);
  });

  it('after more than a minute without anybody gets all, for changes were not followed', async () => {
    const first = watch();
    const id = first.takeIds().at(-1);
    first.destroy();
    await new Promise(setImmediate);
    jest.advanceTimersByTime(60_000);
    expect(engine.standings.listeners.size).toBe(0);
    engine.clock.instant += 60_000;
    expect(watch(undefined, id).takeSeats()).toHaveLength(3);
  });
});

describe('a client that is slow', () => {
  it('is owed the latest of each pool and no more, in the order of their ids', () => {
    engine.standings.pools = Array.from({ length: 50 }, (_, n) => pool(0, `pool-${n}`));
    const client = watch(undefined, undefined, new Client(false));
    for (let seats = 1; seats <= 200; seats += 1) {
      engine.standings.change(pool(seats % 10, `pool-${seats % 2}`));
      jest.advanceTimersByTime(100);
    }
    expect(client.writableLength).toBeLessThan(70_000);
    client.take();
    client.read();
    jest.advanceTimersByTime(1000);
    const text = client.take();
    expect(text.match(/^event: standing$/gm)!.length).toBeLessThan(60);
    const ids = [...text.matchAll(/^id: \d+-(\d+)$/gm)].map(([, number]) => Number(number));
    expect(ids).toEqual([...ids].sort((one, other) => one - other));
    expect(ids.at(-1)).toBe(200);
  });

  it('is given up when it has read nothing for a minute', () => {
    engine.standings.pools = Array.from({ length: 50 }, (_, n) => pool(0, `pool-${n}`));
    const client = watch(undefined, undefined, new Client(false));
    jest.advanceTimersByTime(59_999);
    expect(client.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(client.destroyed).toBe(true);
  });
});

describe('the line', () => {
  it('shows that it is alive every 15 seconds, and what time it is', () => {
    const client = watch();
    client.take();
    jest.advanceTimersByTime(30_000);
    const beat = 'event: heartbeat\ndata: {"at":"2026-03-02T09:00:00.000Z"}\n\n';
    expect(client.take()).toBe(beat + beat);
  });

  it('ends at once when the service stops, for whoever reads and whoever does not', () => {
    engine.standings.pools = Array.from({ length: 50 }, (_, n) => pool(0, `pool-${n}`));
    const clients = [watch(), watch('acme', undefined, new Client(false))];
    hub.close();
    expect(clients.map(({ writableEnded, destroyed }) => writableEnded || destroyed)).toEqual([
      true,
      true,
    ]);
    expect(engine.standings.listeners.size).toBe(0);
    expect(() => {
      hub.mustBeOpen();
    }).toThrow(expect.objectContaining({ code: 'SHUTTING_DOWN' }) as Error);
    expect(jest.getTimerCount()).toBe(0);
  });
});
