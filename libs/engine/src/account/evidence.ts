import { parseInstant, type StatementJson } from '@seatmeter/contracts';
import { policyAt, STARTED, type Instant, type Span } from '@seatmeter/metering';
import { outcomeOf } from './fact-outcome';
import { pageOf } from '../queries/page';
import type { Evidence, EvidenceFact, EvidenceInterval } from '../queries/statement-queries';
import type { Accounts } from './accounts';
import { levelIntervals } from './level-intervals';
import { spanOf, type AgreedAccount } from './known';

/** What a statement's figure rests on; users by their pseudonyms. */
export const evidenceOf = async (
  accounts: Accounts,
  account: AgreedAccount,
  statement: StatementJson,
  after: string | undefined,
  limit: number,
): Promise<Evidence> => {
  const cycle = spanOf(statement);
  const until = Math.min(cycle.end, parseInstant(statement.asOf));
  const numbers = factsBehind(account, statement.poolId, { start: cycle.start, end: until });
  const cursorOf = (fact: number): string =>
    `${String(account.history.at[fact]).padStart(16, '0')} ${String(fact).padStart(10, '0')}`;
  const page = pageOf(numbers, cursorOf, after, limit);
  const stored = await accounts.facts(account, page.items);
  const items = page.items.map((number): EvidenceFact => {
    const { fact, recordedAt } = stored.get(number)!;
    const { source, id, type, at, sessionId, userId } = fact;
    const { outcome } = outcomeOf(account, number);
    const user = userId === undefined ? {} : { userId };
    return { source, id, type, at, recordedAt, sessionId, ...user, outcome };
  });
  const { graceModel, graceDuration, graceBoundary } = policyAt(
    account.agreement,
    cycle.start,
  ).policy;
  const intervals: EvidenceInterval[] = levelIntervals(account, statement.poolId, cycle, until);
  return {
    statement,
    grace: { model: graceModel, durationMs: graceDuration, boundary: graceBoundary },
    firstVersion: 0,
    lastVersion: account.version - 1,
    intervals,
    facts: { ...page, items },
  };
};

/** The facts of the sessions that were in the pool during the span, from the opening on, in order of event time. */
const factsBehind = (account: AgreedAccount, poolId: string, { start, end }: Span): number[] => {
  const { history } = account;
  const place = account.agreement.pools.findIndex(({ id }) => id === poolId);
  const since = new Map<number, Instant>();
  for (const open of account
    .liveAt(end)!
    .upTo(start - 1)
    .openSessions(start - 1)) {
    if (open.pool === place) since.set(open.session, open.since);
  }
  const facts: number[] = [];
  for (let position = 0; position < history.count; position += 1) {
    const fact = history.order[position]!;
    const at = history.at[fact]!;
    if (at > end) break;
    const session = history.session[fact]!;
    const begins = history.kind[fact] === STARTED && history.pool[fact] === place;
    if (begins && at >= start && !since.has(session)) since.set(session, at);
    if (at >= (since.get(session) ?? Infinity)) facts.push(fact);
  }
  return facts;
};
