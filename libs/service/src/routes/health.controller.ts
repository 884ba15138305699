import { Controller, Get } from '@nestjs/common';
import { openApiDocument } from '../openapi/document';
import { StoreWatch } from '../http/store-watch';

/** What operators and passers-by ask. While the service starts or stops the door answers in this one's place. */
@Controller()
export class HealthController {
  private document: object | undefined;

  constructor(private readonly store: StoreWatch) {}

  @Get('/health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('/health/ready')
  ready(): { status: 'ready' } {
    const failure = this.store.recentFailure();
    if (failure !== undefined) throw failure;
    return { status: 'ready' };
  }

  @Get('/openapi.json')
  openApi(): object {
    this.document ??= openApiDocument();
    return this.document;
  }
}
