import { inForceAt, type Instant } from '@seatmeter/metering';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { nextCycleStart } from '../account/agreed';
import { poolOf } from '../account/known';
import { Writer, type Decision } from '../runners/writer';
import type { Origin } from './origin';

/** The step that a change of capacity became. */
export interface CapacityChange {
  readonly poolId: string;
  readonly seats: number;
  readonly from: Instant;
}

/**
 * Changes a pool's capacity from an instant on. Without `from` an increase takes effect now, a decrease at the start of
 * the next cycle. A step at the same instant is replaced. @throws EngineError ACCOUNT_UNKNOWN, POOL_UNKNOWN.
 */
export class ChangeCapacity extends Command<CapacityChange> {
  constructor(
    readonly accountId: string,
    readonly poolId: string,
    readonly seats: number,
    readonly from: Instant | undefined,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(ChangeCapacity)
export class ChangeCapacityHandler implements ICommandHandler<ChangeCapacity> {
  constructor(private readonly writer: Writer) {}

  async execute(command: ChangeCapacity): Promise<CapacityChange> {
    const { accountId, poolId, seats, origin } = command;
    return this.writer.change(accountId, (account, now): Decision<CapacityChange> => {
      const { capacity } = poolOf(account, poolId);
      const current = inForceAt(capacity, now)?.seats ?? 0;
      const from = command.from ?? (seats < current ? nextCycleStart(account.agreed!, now) : now);
      const result = { poolId, seats, from };
      if (inForceAt(capacity, from)?.seats === seats) return { result };
      const events = [{ type: 'CapacityChanged.v1' as const, ...result }];
      return { result, change: { by: origin, events } };
    });
  }
}
