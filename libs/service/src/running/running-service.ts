import { isIPv6 } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '@seatmeter/engine';
import { ApplyContract, GetAccounts, SessionIntake } from '@seatmeter/engine/service';
import { DashboardFiles } from '../http/dashboard-files';
import { Door } from '../http/door';
import { fastifyAdapter } from '../http/fastify-adapter';
import { HttpModule } from '../http.module';
import { StandingHub } from '../live/standing-hub';
import type { ServiceLogger } from '../logging/service-logger';
import type { Settings } from '../settings/settings';
import { contractOf } from './contract-setting';
import { greeting } from './greeting';
import { addressFailure } from './service-failed';

/** How long a stop waits for requests that are being answered, in ms. */
const DRAIN_MS = 7000;
/** Enough accounts to find one with a pool to greet with. */
const GREETED = 10;

const listen = async (door: Door, { host, port }: Settings): Promise<string> => {
  const address = await door.listen(host, port).catch((error: unknown) => {
    throw addressFailure(error, host, port) ?? error;
  });
  return `http://${isIPv6(address.address) ? `[${address.address}]` : address.address}:${address.port}`;
};

/** The service while it runs: the server, and the application behind it. */
export class RunningService {
  private constructor(
    readonly url: string,
    private readonly door: Door,
    private readonly app: NestFastifyApplication,
    private readonly logger: ServiceLogger,
    /** Lets decisions be made that wait for facts to be read. */
    readonly allRead: () => void,
  ) {}

  /**
   * Listens, recovers what was stored, applies the contract of the settings, and only then takes requests.
   * `machinery` exports the buses, `Standings` and `Clock`. `unread`: nothing is decided before `allRead` is called.
   * @throws ServiceFailed, StoreFailed.
   */
  static async start(
    settings: Settings,
    machinery: readonly DynamicModule[],
    logger: ServiceLogger,
    unread = false,
  ): Promise<RunningService> {
    const contract = settings.contract && (await contractOf(settings.contract));
    const door = new Door();
    const url = await listen(door, settings);
    let app: NestFastifyApplication | undefined;
    let allRead = (): void => undefined;
    try {
      const module = HttpModule.with(new DashboardFiles(), ...machinery);
      const adapter = fastifyAdapter(door.serverFactory);
      const options = { logger, bodyParser: false, abortOnError: false };
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only.
      app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
      // Before the timers of what is stored are set.
      allRead = unread ? app.get(SessionIntake).expect() : allRead;
      await app.init();
      await app.getHttpAdapter().getInstance().ready();
      for (const account of contract ? contract.accounts : [])
        await app.get(CommandBus).execute(new ApplyContract(account, { actor: 'settings' }));
    } catch (error) {
      await app?.close().catch(() => undefined);
      await door.close();
      throw error;
    }
    door.open();
    return new RunningService(url, door, app, logger, allRead);
  }

  /** What to do first, a line each; with this account where there is one of that id. */
  async greeting(shown?: string): Promise<readonly string[]> {
    const { items } = await this.app.get(QueryBus).execute(new GetAccounts(undefined, GREETED));
    const first = items.filter(({ contract }) => contract.id === shown);
    return greeting(this.url, [...first, ...items], this.app.get(Clock).now());
  }

  /** Takes nothing more, ends the streams, answers what it took in, and closes the store last. */
  async stop(): Promise<void> {
    this.door.drain();
    this.app.get(StandingHub).close();
    const answered = await this.door.emptied(DRAIN_MS);
    if (!answered) this.logger.warn('stopping with requests still unanswered', 'service');
    await this.app.close();
    await this.door.close();
  }
}
