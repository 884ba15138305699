import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  GetQuarantine,
  ReleaseFromQuarantine,
  type Origin,
  type Releasable,
} from '@seatmeter/engine/service';
import type { z } from 'zod';
import { jsonOf } from '../http/body';
import { By } from '../http/origin';
import { checked, read } from '../http/reading';
import { pageView, waitingFactView } from '../views/views';
import { PageQuery } from './accounts.operations';
import { AccountPath } from './paths';
import { AllOfReason, OneFact } from './quarantine.operations';

type Account = z.output<typeof AccountPath>;

/** The two shapes are told apart here, so that what is wrong is told of the one that was meant. */
const releasableOf = (body: unknown): Releasable => {
  const value = jsonOf(body);
  if (typeof value === 'object' && value !== null && !('reason' in value))
    return read(OneFact, value, 'body');
  const { reason, from, to } = read(AllOfReason, value, 'body');
  return { reason, from, to };
};

@Controller('/v1/accounts/:account/quarantine')
export class QuarantineController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  async list(
    @Param(checked(AccountPath)) { account }: Account,
    @Query(checked(PageQuery)) { after, limit }: z.output<typeof PageQuery>,
  ): Promise<object> {
    const waiting = await this.queries.execute(new GetQuarantine(account, after, limit));
    return pageView(waiting, waitingFactView);
  }

  @Post('release')
  @HttpCode(200)
  release(
    @Param(checked(AccountPath)) { account }: Account,
    @Body() body: unknown,
    @By() origin: Origin,
  ): Promise<{ readonly released: number }> {
    const which = releasableOf(body);
    return this.commands.execute(new ReleaseFromQuarantine(account, which, origin));
  }
}
