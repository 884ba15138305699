import { QueryHandler, type IQueryHandler, type QueryResult } from '@nestjs/cqrs';
import { compareUtf16 } from '@seatmeter/metering';
import { Accounts } from '../account/accounts';
import { factsNamed, unknownFact } from '../account/known';
import { Clock } from '../ports/clock';
import { outcomeOf } from '../account/fact-outcome';
import { GetFact, GetQuarantine, type FactRecord, type WaitingFact } from './fact-queries';
import { pageOf } from './page';

@QueryHandler(GetFact)
export class GetFactHandler implements IQueryHandler<GetFact> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, source, id }: GetFact): Promise<readonly FactRecord[]> {
    const account = await this.accounts.get(accountId);
    const numbers = await factsNamed(this.accounts, account, source, id);
    if (numbers.length === 0) throw unknownFact(accountId, source, id);
    const stored = await this.accounts.facts(account, numbers);
    account.liveAt(this.clock.now());
    return numbers.map((number) => {
      const { fact, recordedAt, version } = stored.get(number)!;
      const released = account.released.find((one) => one.fact === number);
      return {
        recordedAt,
        at: fact.at,
        version,
        outcome: outcomeOf(account, number),
        ...(released === undefined ? {} : { releasedAt: released.recordedAt }),
      };
    });
  }
}

@QueryHandler(GetQuarantine)
export class GetQuarantineHandler implements IQueryHandler<GetQuarantine> {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId, after, limit }: GetQuarantine): Promise<QueryResult<GetQuarantine>> {
    const account = await this.accounts.get(accountId);
    account.liveAt(this.clock.now());
    const waiting: number[] = [];
    for (let fact = 0; fact < account.history.length; fact += 1) {
      if (outcomeOf(account, fact).outcome === 'quarantined') waiting.push(fact);
    }
    const stored = await this.accounts.facts(account, waiting);
    const facts = waiting.flatMap((number): WaitingFact[] => {
      const outcome = outcomeOf(account, number);
      if (outcome.outcome !== 'quarantined') return [];
      const { fact, recordedAt } = stored.get(number)!;
      const { reason } = outcome;
      const releasable = reason === 'too-old' || reason === 'too-far-ahead';
      return [{ source: fact.source, id: fact.id, at: fact.at, recordedAt, reason, releasable }];
    });
    facts.sort((one, other) => compareUtf16(cursorOf(one), cursorOf(other)));
    return pageOf(facts, cursorOf, after, limit);
  }
}

/** By source, then id; contents that conflict under one identity by their instant. */
const cursorOf = ({ source, id, at, recordedAt, reason }: WaitingFact): string =>
  [source, id, String(at), String(recordedAt), reason].join('\u0000');
