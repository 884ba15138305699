import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { DurationMs } from '@seatmeter/metering';
import { Accounts } from './account/accounts';
import { Snapshots } from './account/snapshots';
import { ApplyContractHandler } from './commands/apply-contract';
import { ChangeCapacityHandler } from './commands/change-capacity';
import { CloseCycleHandler } from './commands/close-cycle';
import { RecordSessionFactsHandler } from './commands/record-session-facts';
import { ReleaseFromQuarantineHandler } from './commands/release-from-quarantine';
import { Clock } from './ports/clock';
import { EventStore } from './ports/event-store';
import { People } from './ports/people';
import { SnapshotStore } from './ports/snapshot-store';
import {
  GetAccountHandler,
  GetAccountsHandler,
  GetOccupancyHandler,
  GetSessionsHandler,
} from './queries/account-query-handlers';
import { GetFactHandler, GetQuarantineHandler } from './queries/fact-query-handlers';
import { Standings } from './queries/standings';
import {
  GetEvidenceHandler,
  GetStatementHandler,
  GetStatementsAcrossHandler,
  GetStatementsHandler,
  GetTimelineHandler,
} from './queries/statement-query-handlers';
import { CycleCloser } from './runners/cycle-closer';
import { EngineRunner } from './runners/engine-runner';
import { GraceTimer } from './runners/grace-timer';
import { LiveStandings } from './runners/live-standings';
import { Recovery } from './runners/recovery';
import { SessionIntake } from './runners/session-intake';
import { SnapshotSaver } from './runners/snapshot-saver';
import { TrustedTime } from './runners/trusted-time';
import { Writer } from './runners/writer';

const HANDLERS = [
  ApplyContractHandler,
  ChangeCapacityHandler,
  CloseCycleHandler,
  RecordSessionFactsHandler,
  ReleaseFromQuarantineHandler,
  GetAccountHandler,
  GetAccountsHandler,
  GetOccupancyHandler,
  GetSessionsHandler,
  GetFactHandler,
  GetQuarantineHandler,
  GetEvidenceHandler,
  GetStatementHandler,
  GetStatementsAcrossHandler,
  GetStatementsHandler,
  GetTimelineHandler,
];

/** Starts the runners with the application, and drains them before anything closes. */
@Injectable()
class RunsWithTheApplication implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(EngineRunner) private readonly runner: EngineRunner) {}

  onApplicationBootstrap(): void {
    // Not awaited: the service is ready while the accounts nobody asked for yet are read. A store that fails says so to whoever asks.
    this.runner.start().catch(() => undefined);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }
}

type Token<T> = abstract new (...args: never[]) => T;

/** Provides a class, made of what these tokens stand for. */
const made = <Parts extends unknown[]>(
  type: new (...parts: Parts) => object,
  ...inject: { [Part in keyof Parts]: Token<Parts[Part]> }
): Provider => ({
  provide: type,
  inject,
  useFactory: (...parts: unknown[]) => new type(...(parts as Parts)),
});

/** The engine on Nest's buses. The ports come from a global module of adapters. */
@Module({})
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- Nest's dynamic modules are such classes.
export class EngineModule {
  static register({ allowedLateness }: { readonly allowedLateness: DurationMs }): DynamicModule {
    return {
      module: EngineModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        made(Snapshots, SnapshotStore, EventStore),
        made(Accounts, EventStore, People, Snapshots),
        {
          provide: Writer,
          inject: [Accounts, EventStore, People, Clock],
          useFactory: (accounts: Accounts, store: EventStore, people: People, clock: Clock) =>
            new Writer(accounts, store, people, clock, allowedLateness),
        },
        made(SessionIntake, Writer),
        made(TrustedTime, Clock),
        made(GraceTimer, Writer, SessionIntake, TrustedTime),
        made(CycleCloser, Writer, SessionIntake, TrustedTime),
        made(LiveStandings, Writer),
        { provide: Standings, useExisting: LiveStandings },
        made(SnapshotSaver, Writer, SessionIntake, Snapshots),
        made(Recovery, Accounts, EventStore, Clock),
        made(
          EngineRunner,
          Writer,
          Accounts,
          Recovery,
          SessionIntake,
          GraceTimer,
          CycleCloser,
          LiveStandings,
          SnapshotSaver,
        ),
        RunsWithTheApplication,
        ...HANDLERS,
      ],
      exports: [CqrsModule, Standings, EngineRunner],
    };
  }
}
