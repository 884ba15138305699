import { type DynamicModule, Module } from '@nestjs/common';
import { CommandBus, type ICommand, type IQuery, QueryBus } from '@nestjs/cqrs';
import { Clock } from '@seatmeter/engine';
import {
  EngineError,
  GetOccupancy,
  Standings,
  type StandingUpdate,
} from '@seatmeter/engine/service';
import type { Instant } from '@seatmeter/metering';

type Asked = ICommand | IQuery;
type Class<T> = new (...args: never[]) => T;
type Handler = (asked: Asked) => unknown;

class FakeStandings extends Standings {
  pools: StandingUpdate[] = [];
  readonly listeners = new Set<(update: StandingUpdate) => void>();

  current(accountId?: string): readonly StandingUpdate[] {
    return this.pools.filter((pool) => (accountId ?? pool.accountId) === pool.accountId);
  }

  subscribe(listener: (update: StandingUpdate) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A pool changes. */
  change(update: StandingUpdate): void {
    this.pools = [
      ...this.pools.filter(
        ({ accountId, poolId }) => accountId !== update.accountId || poolId !== update.poolId,
      ),
      update,
    ];
    for (const listener of this.listeners) listener(update);
  }
}

class FakeClock extends Clock {
  instant: Instant = Date.UTC(2026, 2, 2, 9);

  now(): Instant {
    return this.instant;
  }

  elapsed(): number {
    return this.instant;
  }

  wake(): () => void {
    return () => undefined;
  }
}

@Module({})
class FakeEngineModule {
  /** For the rule against classes without anything. */
  readonly isFake = true;
}

/** Stands behind the HTTP face in specs: answers as it is told to, and keeps what it was asked. */
export class FakeEngine {
  readonly asked: Asked[] = [];
  readonly standings = new FakeStandings();
  readonly clock = new FakeClock();
  private readonly handlers = new Map<unknown, Handler>();

  constructor() {
    this.on(GetOccupancy, ({ accountId }) => {
      if (accountId === 'acme') return { at: this.clock.now(), pools: [] };
      throw new EngineError('ACCOUNT_UNKNOWN', `nobody knows the account ${accountId}`);
    });
  }

  on<T extends Asked>(type: Class<T>, handler: (asked: T) => unknown): void {
    this.handlers.set(type, handler as Handler);
  }

  /** The module that the HTTP face stands on. */
  get module(): DynamicModule {
    const bus = {
      execute: async (asked: Asked): Promise<unknown> => {
        this.asked.push(asked);
        const handler = this.handlers.get(asked.constructor);
        if (handler === undefined) throw new Error(`nobody handles ${asked.constructor.name}`);
        return Promise.resolve(handler(asked));
      },
    };
    const providers = [
      { provide: CommandBus, useValue: bus },
      { provide: QueryBus, useValue: bus },
      { provide: Standings, useValue: this.standings },
      { provide: Clock, useValue: this.clock },
    ];
    return {
      module: FakeEngineModule,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
