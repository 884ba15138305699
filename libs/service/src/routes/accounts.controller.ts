import { Body, Controller, Get, HttpStatus, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApplyContract,
  ChangeCapacity,
  GetAccount,
  GetAccounts,
  GetOccupancy,
  GetSessions,
  type Origin,
} from '@seatmeter/engine/service';
import { formatInstant } from '@seatmeter/contracts';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { By } from '../http/origin';
import { checked } from '../http/reading';
import type { CapacityJson, OccupancyJson } from '../views/answers';
import { accountView, heldSeatView, occupancyView, pageView } from '../views/views';
import { readAccount } from './account-body';
import { CapacityBody, PageQuery } from './accounts.operations';
import { AccountPath, PoolPath } from './paths';

type Account = z.output<typeof AccountPath>;
type Pool = z.output<typeof PoolPath>;
type Page = z.output<typeof PageQuery>;

@Controller('/v1/accounts')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Put(':account')
  async put(
    @Param(checked(AccountPath)) { account }: Account,
    @Body() body: unknown,
    @By() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const contract = readAccount(account, body);
    const { change } = await this.commands.execute(new ApplyContract(contract, origin));
    reply.status(change === 'new' ? HttpStatus.CREATED : HttpStatus.OK);
    return this.get({ account });
  }

  @Get()
  async list(@Query(checked(PageQuery)) { after, limit }: Page): Promise<object> {
    return pageView(await this.queries.execute(new GetAccounts(after, limit)), accountView);
  }

  @Get(':account')
  async get(@Param(checked(AccountPath)) { account }: Account): Promise<object> {
    return accountView(await this.queries.execute(new GetAccount(account)));
  }

  @Post(':account/pools/:pool/capacity')
  async changeCapacity(
    @Param(checked(PoolPath)) { account, pool }: Pool,
    @Body(checked(CapacityBody)) { seats, from }: z.output<typeof CapacityBody>,
    @By() origin: Origin,
  ): Promise<CapacityJson> {
    const change = new ChangeCapacity(account, pool, seats, from, origin);
    const step = await this.commands.execute(change);
    return { poolId: step.poolId, seats: step.seats, from: formatInstant(step.from) };
  }

  @Get(':account/occupancy')
  async occupancy(@Param(checked(AccountPath)) { account }: Account): Promise<OccupancyJson> {
    return occupancyView(await this.queries.execute(new GetOccupancy(account)));
  }

  @Get(':account/pools/:pool/sessions')
  async sessions(
    @Param(checked(PoolPath)) { account, pool }: Pool,
    @Query(checked(PageQuery)) { after, limit }: Page,
  ): Promise<object> {
    const sessions = await this.queries.execute(new GetSessions(account, pool, after, limit));
    return pageView(sessions, heldSeatView);
  }
}
