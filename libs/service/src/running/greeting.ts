import { formatInstant } from '@seatmeter/contracts';
import type { AccountView } from '@seatmeter/engine/service';
import type { Instant } from '@seatmeter/metering';

const json = (value: unknown): string => JSON.stringify(value).replaceAll("'", String.raw`'\''`);

const put = (url: string, account: { readonly id: string }): string =>
  `  curl -X PUT ${url}/v1/accounts/${account.id} -H 'content-type: application/json' \\\n    -d '${json(account)}'`;

const send = (url: string, account: string, pool: string, now: Instant): string => {
  const fact = {
    specversion: '1.0',
    id: `hello ${formatInstant(now)}`,
    source: '/hello',
    type: 'seatmeter.session.started.v1',
    time: formatInstant(now),
    data: { accountId: account, sessionId: 'hello', userId: 'ann', pool },
  };
  return `  curl ${url}/v1/session-events -H 'content-type: application/cloudevents+json' \\\n    -d '${json(fact)}'`;
};

const FIRST = { id: 'acme', pools: [{ id: 'elite', capacity: [{ seats: 2 }] }] };

/** What to do first, as commands that work as they are: with an account that is known, else one to begin with. */
export const greeting = (
  url: string,
  accounts: readonly AccountView[],
  now: Instant,
): readonly string[] => {
  const withPool = accounts.flatMap(({ contract: { id, pools } }) =>
    pools.filter(({ model }) => model === 'concurrent').map((pool) => [id, pool.id] as const),
  );
  const [account, pool] = withPool[0] ?? ['acme', 'elite'];
  return [
    ...(withPool.length > 0 ? [] : ['Say what was agreed with an account:', put(url, FIRST)]),
    'Send a fact, a sign-in:',
    send(url, account, pool, now),
    `See who uses what: ${url}/ (or ${url}/v1/accounts/${account}/occupancy)`,
  ];
};
