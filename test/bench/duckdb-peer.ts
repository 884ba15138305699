import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The peer: DuckDB on two threads, from the same two files to the default reading (level-contiguous, exclusive,
 * 30 minutes) of every pool. A process of its own: `node duckdb-peer.js EVENTS CONTRACT`.
 *
 * It is spared most of what a replay does: it trusts that every line is valid, that no fact comes twice, that a user
 * has one session at a time, that an end names its pool and that everything lies in one cycle; it computes one
 * reading instead of five and no statement. Of some twenty ways to write it this one was the fastest here.
 */
const GRACE_MS = 30 * 60_000;

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The pools of the contract, numbered: windows over small numbers sort faster than over strings. */
const pools = (contract: string): string => `
  create temp table pools as
  select row_number() over ()::smallint as pool, account, p.id as id, p.capacity[1].seats as capacity
  from (
    select a.id as account, unnest(a.pools) as p
    from (select unnest(accounts) as a from read_json(${text(contract)}))
  )`;

/** Explicit columns: only what the question needs is taken out of a line. */
const changes = (events: string): string => `
  create temp table changes as
  select pool, epoch_ms(time) as t, (if(type = 'seatmeter.session.started.v1', 1, -1))::tinyint as seats
  from read_ndjson(${text(events)}, columns = {
    type: 'varchar', time: 'timestamp', data: 'struct(accountId varchar, pool varchar)'
  })
  join pools on pools.account = data.accountId and pools.id = data.pool`;

/**
 * A seat of level k outlasted the grace when the excess is at least k at every step in force in the closed span
 * [t, t + grace]: closed, because a level that ends at exactly t + grace is still free. What is open at as-of ends
 * there, so that t + grace must come before it. Instants without excess before and after them cannot matter, and
 * leaving them out halves the second window.
 */
const SEATS = `
  with instants as (
    select pool, t, sum(seats)::integer as seats from changes group by pool, t
  ), levels as (
    select pool, t, seats,
      (sum(seats) over (partition by pool order by t rows unbounded preceding))::integer as used
    from instants
  ), steps as (
    select pool, t, greatest(used - capacity, 0) as excess
    from levels join pools using (pool)
    where used > capacity or used - seats > capacity
  ), sustained as (
    select pool, t, min(excess) over (
      partition by pool order by t range between current row and ${GRACE_MS} following
    ) as seats
    from steps
  ), billed as (
    select pool, max(seats) as seats from sustained
    where t + ${GRACE_MS} < (select max(t) from changes)
    group by pool
  )
  select account, id, coalesce(seats, 0) as seats, (select max(t) from changes) as as_of
  from pools left join billed using (pool)`;

const main = async (events: string, contract: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  await connection.run(pools(contract));
  await connection.run(changes(events));
  const rows = (await connection.runAndReadAll(SEATS)).getRows();
  const asOf = new Date(Number(rows[0]?.[3])).toISOString();
  const statements = rows.map(([account, id, seats]) => ({
    accountId: String(account),
    poolId: String(id),
    asOf,
    overageSeats: Number(seats),
  }));
  process.stdout.write(JSON.stringify({ statements }));
};

const [, , events, contract] = process.argv;
void main(events!, contract!);
