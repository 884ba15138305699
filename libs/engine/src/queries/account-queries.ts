import type { AccountContract } from '@seatmeter/contracts';
import type { Instant, Standing } from '@seatmeter/metering';
import { Query } from '@nestjs/cqrs';

/** A page of a list; `next` is the cursor of what follows, absent on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** An account as agreed, with the names of its people as far as they are known, and the policy in force. */
export interface AccountView {
  /** The shape of contract.json; `policy` is a list once it changed. */
  readonly contract: AccountContract;
  readonly policy: { readonly version: number; readonly hash: string };
}

/** One account as agreed. @throws EngineError ACCOUNT_UNKNOWN. */
export class GetAccount extends Query<AccountView> {
  constructor(readonly accountId: string) {
    super();
  }
}

/** The accounts that have a contract, by id in UTF-16 order, `limit` of them behind the cursor. */
export class GetAccounts extends Query<Page<AccountView>> {
  constructor(
    readonly after: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}

/** One pool at an instant. */
export interface PoolOccupancy {
  readonly poolId: string;
  readonly seatsUsed: number;
  readonly capacity: number;
  readonly standing: Standing;
}

/** All metered pools of an account now. @throws EngineError ACCOUNT_UNKNOWN. */
export class GetOccupancy extends Query<{
  readonly at: Instant;
  readonly pools: readonly PoolOccupancy[];
}> {
  constructor(readonly accountId: string) {
    super();
  }
}

/** A session that holds a seat. `userId` is the pseudonym where the person is not known any more. */
export interface HeldSeat {
  readonly sessionId: string;
  readonly userId: string;
  readonly since: Instant;
  readonly lastSignOfLife: Instant;
  /** Absent: the lease never runs out. */
  readonly leaseEnd?: Instant;
}

/** Who holds the seats of a pool now, the oldest first. @throws EngineError ACCOUNT_UNKNOWN, POOL_UNKNOWN. */
export class GetSessions extends Query<Page<HeldSeat>> {
  constructor(
    readonly accountId: string,
    readonly poolId: string,
    readonly after: string | undefined,
    readonly limit: number,
  ) {
    super();
  }
}
