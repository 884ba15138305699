import { join } from 'node:path';
import type * as metering from '@seatmeter/metering';
import { MONTH_START, planMonth, POOL, type Account, type Month } from './month';

type Metering = typeof metering;

/** One account's facts as decoding leaves them. */
interface Columns {
  account: Account;
  batch: metering.FactBatch;
}

/**
 * Puts a month straight into memory as decoded facts: sessions numbered as they appear, no id ever read (two facts of
 * one session never coincide here).
 */
const columnsOf = (month: Month, { STARTED, ENDED }: Metering): Columns[] => {
  const { accounts, accountOf, agentOf, times, order } = month;
  const lengths = new Uint32Array(accounts.length);
  for (const event of order) lengths[accountOf[event >>> 1]!]!++;
  const columns = accounts.map((account, index) => {
    const length = lengths[index]!;
    const [kind, at] = [new Uint8Array(length), new Float64Array(length)];
    const [session, user] = [new Int32Array(length), new Int32Array(length)];
    const [pool, leaseSeconds] = [new Int32Array(length), new Int32Array(length)];
    return { account, length, kind, at, session, user, pool, leaseSeconds, sessions: 0 };
  });
  const numbers = new Int32Array(accountOf.length);
  const filled = new Uint32Array(accounts.length);
  for (const event of order) {
    const session = event >>> 1;
    const account = accountOf[session]!;
    const own = columns[account]!;
    const fact = filled[account]!++;
    const started = (event & 1) === 0;
    if (started) numbers[session] = own.sessions++;
    own.kind[fact] = started ? STARTED : ENDED;
    own.at[fact] = MONTH_START + times[event]!;
    own.session[fact] = numbers[session]!;
    own.user[fact] = agentOf[session]!;
  }
  return columns.map(({ account, ...own }) => ({
    account,
    batch: {
      ...own,
      hash: Int32Array.from(own.kind.keys()),
      sameIdentity: (one, other) => one === other,
      sameContent: (one, other) => one === other,
      source: () => account.source,
      id: String,
      userNumber: () => undefined,
    },
  }));
};

const agreementOf = (
  { id, capacity }: Account,
  { policyOf, PRESETS }: Metering,
): metering.Agreement => ({
  accountId: id,
  startsAt: MONTH_START,
  endsAt: null,
  calendars: [{ from: -Infinity, timeZone: 'UTC', anchorDay: 1 }],
  policies: [{ from: -Infinity, version: 1, hash: '', policy: policyOf(PRESETS['zoom-cc']) }],
  pools: [
    {
      id: POOL,
      model: 'concurrent',
      licence: null,
      capacity: [{ from: MONTH_START, seats: capacity }],
      prices: [],
    },
  ],
  users: new Map(),
  licenceOrder: [],
});

/** `node fold-only.js LIBS FACTS ACCOUNTS SEED`: all five readings of a month that is in memory, on one core. */
const main = async ([libs, ...numbers]: readonly string[]): Promise<void> => {
  const built = (await import(join(libs!, 'metering', 'src', 'index.js'))) as Metering;
  const [facts, accounts, seed] = numbers.map(Number);
  const month = planMonth({ facts: facts!, accounts: accounts!, seed: seed! });
  const columns = columnsOf(month, built).map(({ account, batch }) => ({
    agreement: agreementOf(account, built),
    batch,
  }));
  const asOf = MONTH_START + month.times[month.order.at(-1)!]!;
  const started = performance.now();
  const figures = columns.map(({ agreement, batch }) =>
    built.foldBatch(agreement, batch, asOf, new Uint8Array(batch.length)),
  );
  const seconds = (performance.now() - started) / 1000;
  const statements = figures.map(({ pools }, index) => ({
    accountId: columns[index]!.agreement.accountId,
    poolId: POOL,
    asOf: new Date(asOf).toISOString(),
    overageSeats: pools[0]!.cycles.at(-1)!.readings['level-contiguous'],
  }));
  process.stdout.write(JSON.stringify({ statements, facts, seconds }));
};

void main(process.argv.slice(2));
