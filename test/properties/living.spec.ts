import { batchOf, meterBatch, type Agreement, type SessionFact } from '@seatmeter/metering';
import fc from 'fast-check';
import { Account } from '../../libs/engine/src/account/account';
import { judge } from '../../libs/engine/src/account/judge';
import { figuresAsOf } from '../../libs/engine/src/account/statements';
import type { RecordedFact } from '../../libs/engine/src/stream/events';
import { cases } from '../oracle/arbitraries';
import { expectEqual, holdsFor } from './property';

/** An account that takes facts one group after the other, as the writer lets it, and asks for its fold in between. */
class Fed {
  readonly account = new Account('acme', new Uint8Array(32));
  private readonly recorded: RecordedFact[] = [];

  constructor(agreement: Agreement) {
    Object.assign(this.account, { agreement });
    this.account.history.agree(agreement);
  }

  take(facts: readonly SessionFact[], now: number): void {
    const { account } = this;
    const stored = new Map(
      this.recorded.map((fact, number) => [number, { fact, recordedAt: 0, version: 0 }]),
    );
    const { recorded } = judge(account, facts, stored, now);
    account.begin();
    account.evolve({ type: 'SessionFactsRecorded.v1', facts: recorded }, now);
    this.recorded.push(...recorded);
    for (const fact of account.history.withoutIdentity) {
      account.history.tellIdentity(fact, this.recorded[fact]!);
    }
    account.end(new Uint8Array(32));
    account.liveAt(now);
  }
}

const groupSizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });

const groupsOf = (facts: readonly SessionFact[], sizes: readonly number[]): SessionFact[][] => {
  const groups: SessionFact[][] = [];
  for (let at = 0; at < facts.length;) {
    const size = sizes[groups.length % sizes.length]!;
    groups.push(facts.slice(at, at + size));
    at += size;
  }
  return groups;
};

it('a fold that goes on as facts come in, early and late, says what a fold from the beginning says', () => {
  holdsFor(0.1, fc.tuple(cases, groupSizes), ([{ agreement, facts, asOf }, sizes]) => {
    const fed = new Fed(agreement);
    for (const group of groupsOf(facts, sizes)) fed.take(group, asOf);
    const { pools } = meterBatch(agreement, batchOf(agreement, facts), asOf);
    expectEqual(figuresAsOf(fed.account, asOf).pools, pools);
    const live = fed.account.liveAt(asOf)!;
    const used = (these: typeof pools) =>
      these.map(({ poolId, cycles }) => ({
        poolId,
        cycles: cycles.filter(({ peak, overageSeats }) => peak.seats + overageSeats > 0),
      }));
    if (live.newest.at <= asOf) expectEqual(used(live.newest.figures(asOf)), used(pools));
    expectEqual(used(live.upTo(asOf).figures(asOf)), used(pools));
  });
});
