import type { ServiceLogger } from '../logging/service-logger';

/** Sends facts to the service from within its own process, over HTTP as any other emitter: the demo. */
export interface Feeder {
  /** Sends what happened before, and rejects when it is stopped. Until it is done nothing is decided. */
  catchUp(url: string, stop: AbortSignal): Promise<void>;
  /** Sends what happens, when it happens, until it is stopped. */
  goOn(url: string, stop: AbortSignal): Promise<void>;
  /** The account that whoever looks at the service for the first time is shown. */
  readonly shown: string;
  /** Further things to do first, a line each. */
  greeting(url: string): readonly string[];
}

/** A feeder at work. */
export class Feeding {
  /** Resolves when everything from before is sent, or cannot be. */
  readonly caughtUp: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly ended: Promise<void>;

  /** `allRead` is called when everything from before is sent. */
  constructor(
    feeder: Feeder,
    url: string,
    allRead: () => void,
    private readonly logger: ServiceLogger,
  ) {
    const { signal } = this.stopping;
    const before = feeder.catchUp(url, signal).finally(allRead);
    this.caughtUp = before.catch(() => undefined);
    this.ended = before.then(() => feeder.goOn(url, signal)).catch(this.judge);
  }

  /** Resolves when nothing more is sent. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private readonly judge = (error: unknown): void => {
    if (this.stopping.signal.aborted) return;
    this.logger.error(`no more facts are fed: ${(error as Error).message}`, 'service');
  };
}
