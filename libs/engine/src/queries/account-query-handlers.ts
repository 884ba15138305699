import { QueryHandler, type IQueryHandler, type QueryResult } from '@nestjs/cqrs';
import { policyAt, type Instant } from '@seatmeter/metering';
import type { Account } from '../account/account';
import { Accounts } from '../account/accounts';
import { agreed, poolOf, type AgreedAccount } from '../account/known';
import { Clock } from '../ports/clock';
import { People } from '../ports/people';
import {
  GetAccount,
  GetAccounts,
  GetOccupancy,
  GetSessions,
  type AccountView,
  type HeldSeat,
  type PoolOccupancy,
} from './account-queries';
import { namesOf } from './names-of';
import { pageOf } from './page';

const viewOf = async (
  account: AgreedAccount,
  people: People,
  now: Instant,
): Promise<AccountView> => {
  const { contract } = account.agreed!;
  const { version, hash } = policyAt(account.agreement, now);
  const { users } = contract;
  if (users === undefined) return { contract, policy: { version, hash } };
  const pseudonyms = users.map(({ id }) => id);
  const nameOf = await namesOf(people, account.id, pseudonyms);
  const named = users.map((user) => ({ ...user, id: nameOf(user.id) }));
  return { contract: { ...contract, users: named }, policy: { version, hash } };
};

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId }: GetAccount): Promise<AccountView> {
    const account = agreed(await this.accounts.get(accountId));
    return viewOf(account, this.people, this.clock.now());
  }
}

@QueryHandler(GetAccounts)
export class GetAccountsHandler implements IQueryHandler<GetAccounts> {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({ after, limit }: GetAccounts): Promise<QueryResult<GetAccounts>> {
    const known: string[] = [];
    for (const id of await this.accounts.ids()) {
      if (after !== undefined && id <= after) continue;
      if ((await this.accounts.get(id)).agreement !== undefined) known.push(id);
      if (known.length > limit) break;
    }
    const { items, next } = pageOf(known, (id) => id, undefined, limit);
    const views: AccountView[] = [];
    for (const id of items) {
      const account = agreed(await this.accounts.get(id));
      views.push(await viewOf(account, this.people, this.clock.now()));
    }
    return { items: views, ...(next === undefined ? {} : { next }) };
  }
}

/** Every metered pool of an account at `now`. */
export const occupancyOf = (account: Account, now: Instant): PoolOccupancy[] => {
  const live = account.liveAt(now);
  if (live === undefined) return [];
  return live.newest
    .moments(Math.max(now, live.newest.at))
    .map(({ poolId, seatsUsed, capacity, standing }) => ({
      poolId,
      seatsUsed,
      capacity,
      standing,
    }));
};

@QueryHandler(GetOccupancy)
export class GetOccupancyHandler implements IQueryHandler<GetOccupancy> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId }: GetOccupancy): Promise<QueryResult<GetOccupancy>> {
    const account = agreed(await this.accounts.get(accountId));
    const at = this.clock.now();
    return { at, pools: occupancyOf(account, at) };
  }
}

@QueryHandler(GetSessions)
export class GetSessionsHandler implements IQueryHandler<GetSessions> {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async execute({
    accountId,
    poolId,
    after,
    limit,
  }: GetSessions): Promise<QueryResult<GetSessions>> {
    const account = agreed(await this.accounts.get(accountId));
    const place = account.agreement.pools.indexOf(poolOf(account, poolId));
    const now = this.clock.now();
    const { newest } = account.liveAt(now)!;
    const { sessionIds, userIds } = account.history;
    const held = newest
      .openSessions(Math.max(now, newest.at))
      .filter(({ pool }) => pool === place)
      .map(({ session, user, since, lastSign, leaseEnd }): HeldSeat => ({
        sessionId: sessionIds.list[session]!,
        userId: userIds.list[user]!,
        since,
        lastSignOfLife: lastSign,
        ...(leaseEnd === Infinity ? {} : { leaseEnd }),
      }))
      .sort((one, other) => (cursorOf(one) < cursorOf(other) ? -1 : 1));
    const page = pageOf(held, cursorOf, after, limit);
    const users = page.items.map(({ userId }) => userId);
    const nameOf = await namesOf(this.people, accountId, users);
    const items = page.items.map((seat) => ({ ...seat, userId: nameOf(seat.userId) }));
    return { ...page, items };
  }
}

/** The oldest first; sessions of one instant by their id. */
const cursorOf = ({ since, sessionId }: HeldSeat): string =>
  `${String(since).padStart(16, '0')} ${sessionId}`;
