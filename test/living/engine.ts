import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import type { AccountContract } from '@seatmeter/contracts';
import { ContractFile, type SessionFact, type StatementJson } from '@seatmeter/contracts';
import { Clock, EventStore, People, SnapshotStore } from '@seatmeter/engine';
import {
  ApplyContract,
  EngineModule,
  GetOccupancy,
  GetStatements,
  RecordSessionFacts,
  SessionIntake,
  type FactOutcome,
  type PoolOccupancy,
} from '@seatmeter/engine/service';
import { MemoryEventStore } from '../../libs/adapters/src/memory/memory-event-store';
import { MemoryPeople } from '../../libs/adapters/src/memory/memory-people';
import { MemorySnapshotStore } from '../../libs/adapters/src/memory/memory-snapshot-store';
import { EngineRunner } from '../../libs/engine/src/runners/engine-runner';
import { decodeAppend } from '../../libs/engine/src/stream/append-codec';
import type { StreamEvent } from '../../libs/engine/src/stream/events';
import type { ManualClock } from '../../libs/engine/src/testing/manual-clock';

export const LATENESS = 500;

/** A contract with one account, as a file states it. */
export const contract = (account: object): AccountContract =>
  ContractFile.parse({ accounts: [account] }).accounts[0]!;

/* eslint-disable @typescript-eslint/no-extraneous-class -- Nest knows a module by its class. */
class Ports {}
class Root {}
/* eslint-enable */

/** What survives the engine. */
export class Kept {
  constructor(
    readonly store: EventStore = new MemoryEventStore(),
    readonly people: People = new MemoryPeople(),
    readonly snapshots: SnapshotStore = new MemorySnapshotStore(),
  ) {}
}

/** The engine on its buses, with a clock that is set by hand and a store in memory. */
export class Engine {
  private constructor(
    private readonly app: INestApplicationContext,
    readonly clock: ManualClock,
    readonly kept: Kept,
  ) {}

  static async start(clock: ManualClock, kept = new Kept()): Promise<Engine> {
    const ports = {
      module: Ports,
      global: true,
      providers: [
        { provide: EventStore, useValue: kept.store },
        { provide: People, useValue: kept.people },
        { provide: SnapshotStore, useValue: kept.snapshots },
        { provide: Clock, useValue: clock },
      ],
      exports: [EventStore, People, SnapshotStore, Clock],
    };
    const engine = EngineModule.register({ allowedLateness: LATENESS });
    const root = { module: Root, imports: [ports, engine] };
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only.
    const app = await NestFactory.createApplicationContext(root, { logger: false });
    return new Engine(app, clock, kept);
  }

  /** The same account on an engine that has read nothing but the store. */
  async restart(): Promise<Engine> {
    await this.app.close();
    return Engine.start(this.clock, this.kept);
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  /** Resolves when every account was read. */
  recovered(): Promise<void> {
    return this.app.get(EngineRunner).start();
  }

  execute<R>(command: Command<R>): Promise<R> {
    return this.app.get(CommandBus).execute(command);
  }

  ask<R>(query: Query<R>): Promise<R> {
    return this.app.get(QueryBus).execute(query);
  }

  async agree(account: AccountContract): Promise<void> {
    await this.execute(new ApplyContract(account, { actor: 'test' }));
  }

  record(...facts: SessionFact[]): Promise<FactOutcome[]> {
    return this.execute(new RecordSessionFacts(facts));
  }

  /** Somebody has facts that are still to be read. @returns what to call once they are recorded. */
  expectFacts(): () => void {
    return this.app.get(SessionIntake, { strict: false }).expect();
  }

  async pool(accountId: string, poolId: string): Promise<PoolOccupancy> {
    const { pools } = await this.ask(new GetOccupancy(accountId));
    return pools.find((pool) => pool.poolId === poolId)!;
  }

  statements(accountId: string, asOf?: number): Promise<StatementJson[]> {
    return this.ask(new GetStatements(accountId, asOf));
  }

  /** Lets time pass in steps, and everything that is due in between happen. */
  async pass(milliseconds: number, step = 100): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      await this.clock.advance(Math.min(step, milliseconds - passed));
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
  }

  /** The decisions of an account's stream, in order. */
  async decisions(accountId: string): Promise<StreamEvent[]> {
    const events: StreamEvent[] = [];
    for await (const { bytes } of this.kept.store.read(accountId)) {
      events.push(...decodeAppend(bytes).entry.events);
    }
    return events.filter(({ type }) => /^(Overage|Cycle)/.test(type));
  }
}
