import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetFact, RecordSessionFacts } from '@seatmeter/engine/service';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { checked } from '../http/reading';
import type { FactJson, Receipt } from '../views/answers';
import { factView } from '../views/views';
import { FactIdentity } from './session-events.operations';
import { AccountPath } from './paths';
import { receiptOf } from './session-events.receipt';
import { readRequest } from './session-events.request';

const NOTHING = Buffer.alloc(0);

@Controller()
export class SessionEventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** The hot path: the body is read here, with no pipe and nothing an event. */
  @Post('/v1/session-events')
  @HttpCode(202)
  async record(@Req() { headers, body }: FastifyRequest): Promise<Receipt> {
    const request = readRequest(headers, Buffer.isBuffer(body) ? body : NOTHING);
    const { facts } = request;
    const outcomes =
      facts.length === 0 ? [] : await this.commands.execute(new RecordSessionFacts(facts));
    return receiptOf(request, outcomes);
  }

  @Get('/v1/accounts/:account/session-events')
  async fact(
    @Param(checked(AccountPath)) { account }: z.output<typeof AccountPath>,
    @Query(checked(FactIdentity)) { source, id }: z.output<typeof FactIdentity>,
  ): Promise<FactJson> {
    return factView(await this.queries.execute(new GetFact(account, source, id)));
  }
}
