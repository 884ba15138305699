import { batchOf, meterBatch, type Agreement, type SessionFact } from '@seatmeter/metering';
import fc from 'fast-check';
import { Account } from '../../libs/engine/src/account/account';
import { judge } from '../../libs/engine/src/account/judge';
import { decodeSnapshot, encodeSnapshot } from '../../libs/engine/src/account/snapshot-codec';
import { figuresAsOf } from '../../libs/engine/src/account/statements';
import type { RecordedFact } from '../../libs/engine/src/stream/events';
import { cases } from '../oracle/arbitraries';
import { expectEqual, holdsFor } from './property';

const KEY = new Uint8Array(32);

/** An account that takes facts one group after the other, as the writer lets it, and asks for its fold in between. */
class Fed {
  account = new Account('acme', KEY);
  private readonly recorded: RecordedFact[] = [];

  constructor(private readonly agreement: Agreement) {
    this.agree();
  }

  private agree(): void {
    const { account, agreement } = this;
    Object.assign(account, { agreement });
    account.history.agree(agreement);
  }

  /** Goes on with what a snapshot tells of the account. */
  restart(): void {
    const steps = encodeSnapshot(this.account);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    this.account = decodeSnapshot('acme', KEY, step.value)!;
    this.agree();
    expectEqual(this.account.history.withoutIdentity, []);
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

const restarts = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });

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

it('a fold that goes on as facts come in, early and late, with restarts between, says what a fold from the beginning says', () => {
  holdsFor(0.1, fc.tuple(cases, groupSizes, restarts), ([given, sizes, restart]) => {
    const { agreement, facts, asOf } = given;
    const fed = new Fed(agreement);
    for (const [turn, group] of groupsOf(facts, sizes).entries()) {
      fed.take(group, asOf);
      if (restart[turn % restart.length]!) fed.restart();
    }
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
