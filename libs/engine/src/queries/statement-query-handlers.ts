import { formatInstant, parseInstant, type StatementJson } from '@seatmeter/contracts';
import { QueryHandler, type IQueryHandler, type QueryResult } from '@nestjs/cqrs';
import type { Instant } from '@seatmeter/metering';
import { Accounts } from '../account/accounts';
import {
  agreed,
  cycleNamed,
  nameOfCycle,
  poolOf,
  spanOf,
  type AgreedAccount,
} from '../account/known';
import { statementsAsOf } from '../account/statements';
import { courseOf } from '../account/course';
import { evidenceOf } from '../account/evidence';
import { EngineError } from '../engine-error';
import { Clock } from '../ports/clock';
import { People } from '../ports/people';
import { namesOf } from './names-of';
import { pageOf } from './page';
import {
  GetEvidence,
  GetStatement,
  GetStatements,
  GetStatementsAcross,
  GetTimeline,
  type Evidence,
  type TimelinePoint,
} from './statement-queries';

@QueryHandler(GetStatements)
export class GetStatementsHandler implements IQueryHandler<GetStatements> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, asOf }: GetStatements): Promise<StatementJson[]> {
    const account = agreed(await this.accounts.get(accountId));
    const now = this.clock.now();
    if (asOf !== undefined && asOf > now) {
      const message = `asOf ${formatInstant(asOf)} lies ahead: it is ${formatInstant(now)} now, ask as of that or before`;
      throw new EngineError('AS_OF_IN_FUTURE', message, { asOf: formatInstant(asOf) });
    }
    return statementsAsOf(account, asOf ?? now);
  }
}

/** The statement of a pool and a named cycle. */
const statementNamed = (
  account: AgreedAccount,
  poolId: string,
  name: string,
  now: Instant,
): StatementJson => {
  poolOf(account, poolId);
  const statements = statementsAsOf(account, now);
  const { start } = cycleNamed(account, statements, name, now);
  const found = statements.find((one) => one.poolId === poolId && spanOf(one).start === start);
  if (found !== undefined) return found;
  const message = `the pool ${poolId} is not metered: named pools have no statement`;
  throw new EngineError('CYCLE_UNKNOWN', message, { accountId: account.id, poolId, cycle: name });
};

@QueryHandler(GetStatement)
export class GetStatementHandler implements IQueryHandler<GetStatement> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, poolId, cycle }: GetStatement): Promise<StatementJson> {
    const account = agreed(await this.accounts.get(accountId));
    return statementNamed(account, poolId, cycle, this.clock.now());
  }
}

@QueryHandler(GetStatementsAcross)
export class GetStatementsAcrossHandler implements IQueryHandler<GetStatementsAcross> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute(query: GetStatementsAcross): Promise<QueryResult<GetStatementsAcross>> {
    const found: StatementJson[] = [];
    for (const id of await this.accounts.ids()) {
      if (query.after !== undefined && id < query.after.split(' ')[0]!) continue;
      const account = await this.accounts.get(id);
      if (account.agreement === undefined) continue;
      const all = statementsAsOf(account, this.clock.now());
      found.push(...all.filter((one) => selected(agreed(account), one, query.which)));
      if (found.filter((one) => cursorOf(one) > (query.after ?? '')).length > query.limit) break;
    }
    return pageOf(found, cursorOf, query.after, query.limit);
  }
}

const selected = (
  account: AgreedAccount,
  { status, dueIn, amount }: StatementJson,
  which: GetStatementsAcross['which'],
): boolean =>
  (which.status === undefined || status === which.status) &&
  (which.currency === undefined || amount?.currency === which.currency) &&
  (which.dueIn === undefined || nameOfCycle(account, parseInstant(dueIn.start)) === which.dueIn);

/** By account, pool, cycle. Ids hold no blank, and nothing that sorts before it. */
const cursorOf = ({ accountId, poolId, cycle }: StatementJson): string =>
  `${accountId} ${poolId} ${cycle.start}`;

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute(query: GetTimeline): Promise<readonly TimelinePoint[]> {
    const account = agreed(await this.accounts.get(query.accountId));
    poolOf(account, query.poolId);
    const to = Math.min(query.to, this.clock.now());
    return courseOf(account, query.poolId, query.from, to, query.maxPoints);
  }
}

@QueryHandler(GetEvidence)
export class GetEvidenceHandler implements IQueryHandler<GetEvidence> {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, poolId, cycle, after, limit }: GetEvidence): Promise<Evidence> {
    const account = agreed(await this.accounts.get(accountId));
    const statement = statementNamed(account, poolId, cycle, this.clock.now());
    const evidence = await evidenceOf(this.accounts, account, statement, after, limit);
    const { items: facts } = evidence.facts;
    const users = facts.flatMap(({ userId }) => userId ?? []);
    const nameOf = await namesOf(this.people, accountId, users);
    const items = facts.map((fact) =>
      fact.userId === undefined ? fact : { ...fact, userId: nameOf(fact.userId) },
    );
    return { ...evidence, facts: { ...evidence.facts, items } };
  }
}
