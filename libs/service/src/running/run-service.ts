import { ServiceLogger } from '../logging/service-logger';
import type { Settings } from '../settings/settings';
import type { Terminal } from '../terminal';
import { Feeding, type Feeder } from './feeder';
import { machineryOf } from './machinery';
import { RunningService } from './running-service';
import { StopSignals } from './stop-signals';

/** After so long a stop is given up, in ms: whoever sent the signal sends a harder one soon. */
const STOP_MS = 10_000;
const GAVE_UP = 3;

/** Runs the service, fed when there is a feeder, until a signal stops it. @throws ServiceFailed, StoreFailed when it cannot start. */
export const runService = async (
  settings: Settings,
  terminal: Terminal,
  feeder?: Feeder,
): Promise<void> => {
  const { stdout, stderr } = terminal;
  const format = settings.logFormat ?? (stderr.isTTY === true ? 'pretty' : 'json');
  const logger = new ServiceLogger(stderr, settings.logLevel, format);
  const signals = new StopSignals();
  try {
    const service = await RunningService.start(
      settings,
      machineryOf(settings),
      logger,
      feeder !== undefined,
    );
    stdout.write(`listening on ${service.url}\n`);
    const feeding =
      feeder &&
      new Feeding(
        feeder,
        service.url,
        () => {
          service.allRead();
        },
        logger,
      );
    await Promise.race([feeding?.caughtUp, signals.first]);
    const greeting = [
      ...(await service.greeting(feeder?.shown)),
      ...(feeder?.greeting(service.url) ?? []),
    ];
    stdout.write(`\n${greeting.join('\n')}\n`);
    logger.log(`stopping: ${await signals.first}`, 'service');
    const late = setTimeout(() => {
      logger.error('did not stop in time', 'service');
      process.exit(GAVE_UP);
    }, STOP_MS);
    late.unref();
    await feeding?.stop();
    await service.stop();
    logger.log('stopped', 'service');
  } finally {
    signals.forget();
  }
};
