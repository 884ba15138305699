import { Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DashboardFiles } from './http/dashboard-files';
import { ProblemFilter } from './http/problem.filter';
import { StoreWatch } from './http/store-watch';
import { StandingHub } from './live/standing-hub';
import { StandingStreamsController } from './live/standing-streams.controller';
import { AccountsController } from './routes/accounts.controller';
import { DashboardController } from './routes/dashboard.controller';
import { HealthController } from './routes/health.controller';
import { QuarantineController } from './routes/quarantine.controller';
import { SessionEventsController } from './routes/session-events.controller';
import { StatementsController } from './routes/statements.controller';

/** The HTTP face. It asks the buses, `Standings` and `Clock`, which the modules it stands on export. */
@Module({
  controllers: [
    SessionEventsController,
    AccountsController,
    StandingStreamsController,
    StatementsController,
    QuarantineController,
    HealthController,
    DashboardController,
  ],
  providers: [StandingHub, StoreWatch, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class HttpModule implements OnModuleDestroy {
  constructor(private readonly streams: StandingHub) {}

  static with(dashboard: DashboardFiles, ...machinery: DynamicModule[]): DynamicModule {
    const providers = [{ provide: DashboardFiles, useValue: dashboard }];
    return { module: HttpModule, imports: machinery, providers };
  }

  /** Streams never end by themselves. */
  onModuleDestroy(): void {
    this.streams.close();
  }
}
