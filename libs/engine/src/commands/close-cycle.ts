import type { StatementJson } from '@seatmeter/contracts';
import { formatInstant } from '@seatmeter/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { closings } from '../account/decisions';
import { agreed, cycleNamed } from '../account/known';
import { provisionalStatements } from '../account/statements';
import { EngineError } from '../engine-error';
import { Writer, type Decision } from '../runners/writer';
import type { Origin } from './origin';

/**
 * Closes a finished cycle of an account before its finalization delay is over, and gives its final statements; of a
 * closed cycle those it was closed with. `cycle`: its first local date, like 2026-03-01.
 * @throws EngineError ACCOUNT_UNKNOWN, CYCLE_UNKNOWN, CYCLE_STILL_OPEN.
 */
export class CloseCycle extends Command<StatementJson[]> {
  constructor(
    readonly accountId: string,
    readonly cycle: string,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(CloseCycle)
export class CloseCycleHandler implements ICommandHandler<CloseCycle> {
  constructor(private readonly writer: Writer) {}

  async execute({ accountId, cycle: name, origin }: CloseCycle): Promise<StatementJson[]> {
    return this.writer.change(accountId, (account, now): Decision<StatementJson[]> => {
      const statements = provisionalStatements(agreed(account), now);
      const cycle = cycleNamed(agreed(account), statements, name, now);
      const closed = account.closed.get(cycle.start);
      if (closed !== undefined) return { result: [...closed.statements] };
      if (now < cycle.end) {
        const end = formatInstant(cycle.end);
        const message = `the cycle ${name} of ${accountId} ends at ${end}: close it after that`;
        throw new EngineError('CYCLE_STILL_OPEN', message, { accountId, cycle: name, end });
      }
      const events = closings(account, statements, ({ start }) => start === cycle.start);
      const result = events.flatMap((event) => event.statements);
      return { result, change: { by: origin, events } };
    });
  }
}
