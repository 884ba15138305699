import type { FactOutcome, HeldReason } from '@seatmeter/engine/service';
import type { Receipt } from '../views/answers';
import type { RequestFacts } from './session-events.request';

const HELD: Readonly<Record<HeldReason, string>> = {
  'unknown-account':
    'nobody knows this account: PUT it under /v1/accounts, and the fact counts at its own time',
  'unknown-pool':
    'the account has no such pool: once its contract names it, the fact counts at its own time',
  'pool-not-given':
    'the account has several pools: name one in data.pool, or assign the user to one',
  'conflicting-duplicate':
    'another fact came under this source and id before: give this one an id of its own',
  'session-identity-conflict':
    'the session is open for another user or pool: end it first, or give this one its own sessionId',
  'renewal-without-start': 'no such session has started: it counts once the start arrives',
  'end-without-start': 'no such session has started: it counts once the start arrives',
  'too-old': "it is older than the account's maxAge: release it from quarantine if it is to count",
  'too-far-ahead':
    "it is further ahead than the account's maxFuture: set the sender's clock, or release it from quarantine",
};
const IGNORED = 'a sign of life of a session that has ended: it changes nothing';

/** What became of a request, `outcomes` in the order of its facts. */
export const receiptOf = (
  { places, rejected }: RequestFacts,
  outcomes: readonly FactOutcome[],
): Receipt => {
  const counts = { accepted: 0, duplicates: 0, quarantined: 0, ignored: 0 };
  const findings: Receipt['findings'] = rejected.map((one) => ({ outcome: 'rejected', ...one }));
  outcomes.forEach((outcome, at) => {
    const index = places[at]!;
    switch (outcome.outcome) {
      case 'accepted':
        counts.accepted += 1;
        break;
      case 'duplicate':
        counts.duplicates += 1;
        break;
      case 'ignored':
        counts.ignored += 1;
        findings.push({ index, outcome: 'ignored', code: 'renewed-after-end', message: IGNORED });
        break;
      case 'quarantined': {
        counts.quarantined += 1;
        const { reason } = outcome;
        findings.push({ index, outcome: 'quarantined', code: reason, message: HELD[reason] });
      }
    }
  });
  findings.sort((one, other) => one.index - other.index);
  return { ...counts, rejected: rejected.length, findings };
};
