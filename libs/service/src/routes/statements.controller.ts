import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { StatementJson } from '@seatmeter/contracts';
import { Clock } from '@seatmeter/engine';
import {
  CloseCycle,
  GetEvidence,
  GetStatement,
  GetStatements,
  GetStatementsAcross,
  GetTimeline,
  type Origin,
} from '@seatmeter/engine/service';
import type { z } from 'zod';
import { By } from '../http/origin';
import { Problem } from '../http/problem';
import { checked } from '../http/reading';
import type { EvidenceJson, TimelineJson } from '../views/answers';
import { evidenceView, pageView, timelineView } from '../views/views';
import { PageQuery } from './accounts.operations';
import { AccountPath, CyclePath, PoolPath, StatementPath } from './paths';
import { AcrossQuery, StatementsQuery, TimelineQuery } from './statements.operations';

const DAY = 86_400_000;

@Controller('/v1')
export class StatementsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Get('accounts/:account/statements')
  async all(
    @Param(checked(AccountPath)) { account }: z.output<typeof AccountPath>,
    @Query(checked(StatementsQuery)) { asOf, knownAt }: z.output<typeof StatementsQuery>,
  ): Promise<{ statements: StatementJson[] }> {
    if (knownAt !== undefined) {
      const told = 'knownAt is not in this version: leave it out for what is known now';
      throw new Problem(400, 'KNOWN_AT_NOT_SUPPORTED', told);
    }
    return { statements: await this.queries.execute(new GetStatements(account, asOf)) };
  }

  @Get('accounts/:account/pools/:pool/statements/:cycle')
  one(
    @Param(checked(StatementPath)) { account, pool, cycle }: z.output<typeof StatementPath>,
  ): Promise<StatementJson> {
    return this.queries.execute(new GetStatement(account, pool, cycle));
  }

  @Get('accounts/:account/pools/:pool/statements/:cycle/evidence')
  async evidence(
    @Param(checked(StatementPath)) { account, pool, cycle }: z.output<typeof StatementPath>,
    @Query(checked(PageQuery)) { after, limit }: z.output<typeof PageQuery>,
  ): Promise<EvidenceJson> {
    const query = new GetEvidence(account, pool, cycle, after, limit);
    return evidenceView(await this.queries.execute(query));
  }

  @Get('statements')
  async across(
    @Query(checked(AcrossQuery)) { after, limit, ...which }: z.output<typeof AcrossQuery>,
  ): Promise<object> {
    const { status, dueIn, currency } = which;
    const query = new GetStatementsAcross({ status, dueIn, currency }, after, limit);
    return pageView(await this.queries.execute(query), (statement) => statement);
  }

  @Get('accounts/:account/pools/:pool/timeline')
  async timeline(
    @Param(checked(PoolPath)) { account, pool }: z.output<typeof PoolPath>,
    @Query(checked(TimelineQuery)) query: z.output<typeof TimelineQuery>,
  ): Promise<TimelineJson> {
    const to = query.to ?? this.clock.now();
    const from = query.from ?? to - DAY;
    if (from >= to) throw new Problem(400, 'QUERY_INVALID', 'from must be before to');
    const timeline = new GetTimeline(account, pool, from, to, query.maxPoints);
    return timelineView(await this.queries.execute(timeline));
  }

  @Post('accounts/:account/cycles/:cycle/close')
  @HttpCode(200)
  async close(
    @Param(checked(CyclePath)) { account, cycle }: z.output<typeof CyclePath>,
    @By() origin: Origin,
  ): Promise<{ statements: StatementJson[] }> {
    return { statements: await this.commands.execute(new CloseCycle(account, cycle, origin)) };
  }
}
