import type { Instant } from '@seatmeter/metering';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Account } from '../account/account';
import { agreed, factsNamed, unknownFact } from '../account/known';
import { EngineError } from '../engine-error';
import { Writer } from '../runners/writer';
import type { Origin } from './origin';

/** Which facts to let go: one by its identity, or all of a reason, of event times in `[from, to)`. */
export type Releasable =
  | { readonly source: string; readonly id: string }
  | {
      readonly reason: 'too-old' | 'too-far-ahead';
      readonly from: Instant | undefined;
      readonly to: Instant | undefined;
    };

/**
 * Lets facts that were too old or too far ahead count at their own event time. Released once is released; the answer
 * counts those let go by this call. @throws EngineError ACCOUNT_UNKNOWN, FACT_UNKNOWN, NOT_RELEASABLE.
 */
export class ReleaseFromQuarantine extends Command<{ readonly released: number }> {
  constructor(
    readonly accountId: string,
    readonly which: Releasable,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(ReleaseFromQuarantine)
export class ReleaseFromQuarantineHandler implements ICommandHandler<ReleaseFromQuarantine> {
  constructor(private readonly writer: Writer) {}

  async execute({
    accountId,
    which,
    origin,
  }: ReleaseFromQuarantine): Promise<{ released: number }> {
    return this.writer.change(accountId, async (account) => {
      const numbers =
        'id' in which ? await this.named(agreed(account), which) : heldFor(agreed(account), which);
      if (numbers.length === 0) return { result: { released: 0 } };
      const stored = await this.writer.accounts.facts(account, numbers);
      const facts = [...stored].map(([number, { fact }]) => ({
        source: fact.source,
        id: fact.id,
        fact: number,
      }));
      const events = [{ type: 'FactsReleased.v1' as const, facts }];
      return { result: { released: facts.length }, change: { by: origin, events } };
    });
  }

  /** The held fact of an identity; none when it was released before. */
  private async named(
    account: Account,
    { source, id }: { readonly source: string; readonly id: string },
  ): Promise<number[]> {
    const numbers = await factsNamed(this.writer.accounts, account, source, id);
    if (numbers.length === 0) throw unknownFact(account.id, source, id);
    const held = numbers.filter((fact) => isReleasable(account, fact));
    if (held.length > 0) return held;
    if (numbers.some((fact) => account.history.heldAs(fact) === 'released')) return [];
    const message = `the fact ${id} of ${source} is not held for its age: only what was too-old or too-far-ahead can be released`;
    throw new EngineError('NOT_RELEASABLE', message, { accountId: account.id, source, id });
  }
}

const isReleasable = ({ history }: Account, fact: number): boolean => {
  const held = history.heldAs(fact);
  return held === 'too-old' || held === 'too-far-ahead';
};

const heldFor = (
  { history }: Account,
  { reason, from, to }: Extract<Releasable, { reason: string }>,
): number[] => {
  const found: number[] = [];
  for (let fact = 0; fact < history.length; fact += 1) {
    const at = history.at[fact]!;
    const inSpan = at >= (from ?? -Infinity) && at < (to ?? Infinity);
    if (history.heldAs(fact) === reason && inSpan) found.push(fact);
  }
  return found;
};
