import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetOccupancy } from '@seatmeter/engine/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { checked } from '../http/reading';
import { SAFE_HEADERS } from '../http/safe-headers';
import { AccountPath } from '../routes/paths';
import { StandingHub } from './standing-hub';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** Live standings as server-sent events, written past the framework: a slow client must cost nothing. */
@Controller('/v1')
export class StandingStreamsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly hub: StandingHub,
  ) {}

  @Get('occupancy/stream')
  all(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.open(request, reply, undefined);
  }

  @Get('accounts/:account/occupancy/stream')
  async one(
    @Param(checked(AccountPath)) { account }: z.output<typeof AccountPath>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.queries.execute(new GetOccupancy(account));
    this.open(request, reply, account);
  }

  private open(request: FastifyRequest, reply: FastifyReply, account: string | undefined): void {
    this.hub.mustBeOpen();
    const lastId = request.headers['last-event-id'];
    reply.hijack();
    const { raw } = reply;
    if (raw.destroyed) return;
    raw.writeHead(200, { ...SAFE_HEADERS, ...HEADERS });
    if (request.method === 'HEAD') raw.end();
    else this.hub.watch(raw, account, typeof lastId === 'string' ? lastId : undefined);
  }
}
