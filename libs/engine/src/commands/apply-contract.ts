import type { AccountContract } from '@seatmeter/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Account } from '../account/account';
import { firstAgreed, restated, sameAgreed, type Agreed } from '../account/agreed';
import { Writer, type Decision } from '../runners/writer';
import type { Origin } from './origin';

/** What applying a contract did. */
export interface ContractApplied {
  /** `new`: nobody knew the account; `equal`: it said so already, and nothing was stored. */
  readonly change: 'new' | 'changed' | 'equal';
}

/**
 * States a whole account. What differs from what was agreed takes effect as contracts.md says: policy, zone and anchor
 * with the next cycle, capacity and prices by their `from`, the rest at once. Applying it twice is once.
 */
export class ApplyContract extends Command<ContractApplied> {
  constructor(
    readonly contract: AccountContract,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(ApplyContract)
export class ApplyContractHandler implements ICommandHandler<ApplyContract> {
  constructor(private readonly writer: Writer) {}

  async execute({ contract, origin }: ApplyContract): Promise<ContractApplied> {
    return this.writer.change(contract.id, (account, now): Decision<ContractApplied> => {
      const stated = withPseudonyms(account, contract);
      const before = account.agreed;
      const agreed = before === undefined ? firstAgreed(stated) : restated(before, stated, now);
      if (before !== undefined && sameAgreed(before, agreed))
        return { result: { change: 'equal' } };
      const change = before === undefined ? 'new' : 'changed';
      return { result: { change }, change: applied(agreed, origin) };
    });
  }
}

const applied = (agreed: Agreed, by: Origin) => ({
  by,
  events: [{ type: 'ContractApplied.v1' as const, ...agreed }],
});

const withPseudonyms = (account: Account, contract: AccountContract): AccountContract => ({
  ...contract,
  ...(contract.users === undefined
    ? {}
    : { users: contract.users.map((user) => ({ ...user, id: account.pseudonyms.of(user.id) })) }),
});
