import { Injectable, Logger } from '@nestjs/common';
import { Clock, type StoreFailed } from '@seatmeter/engine';

/** How long after a failure of the store the service says that it is not ready, in ms. */
const DOUBT_MS = 10_000;

/** Remembers when the store last failed somebody, and logs it: once for as long as it goes on failing that way. */
@Injectable()
export class StoreWatch {
  private readonly logger = new Logger('store');
  private failure: { readonly error: StoreFailed; readonly until: number } | undefined;

  constructor(private readonly clock: Clock) {}

  failed(error: StoreFailed): void {
    if (this.recentFailure()?.code !== error.code)
      this.logger.error(`${error.code}: ${error.message}`);
    this.failure = { error, until: this.clock.now() + DOUBT_MS };
  }

  /** What failed a moment ago, if anything did. */
  recentFailure(): StoreFailed | undefined {
    const { failure } = this;
    return failure !== undefined && this.clock.now() < failure.until ? failure.error : undefined;
  }
}
