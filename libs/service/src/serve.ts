import type { Feeder } from './running/feeder';
import type { Settings } from './settings/settings';
import type { Terminal } from './terminal';

/**
 * Runs the service until a signal stops it. What it is made of is loaded with the first call: whoever only reads
 * settings waits for nothing. @throws ServiceFailed, StoreFailed when it cannot start.
 */
export const serve = async (
  settings: Settings,
  terminal: Terminal,
  feeder?: Feeder,
): Promise<void> => {
  const { runService } = await import('./running/run-service');
  await runService(settings, terminal, feeder);
};
