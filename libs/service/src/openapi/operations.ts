import { standingStreamsOperations } from '../live/standing-streams.operations';
import { accountsOperations } from '../routes/accounts.operations';
import { dashboardOperations } from '../routes/dashboard.operations';
import { healthOperations } from '../routes/health.operations';
import { quarantineOperations } from '../routes/quarantine.operations';
import { sessionEventsOperations } from '../routes/session-events.operations';
import { statementsOperations } from '../routes/statements.operations';
import type { Operation } from './operation';

/** Every call of the HTTP interface. */
export const OPERATIONS: readonly Operation[] = [
  ...sessionEventsOperations,
  ...accountsOperations,
  ...standingStreamsOperations,
  ...statementsOperations,
  ...quarantineOperations,
  ...healthOperations,
  ...dashboardOperations,
];

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[a-z]+\}/g, '[^/]+')}$`);

const patterns = OPERATIONS.map(({ method, path }) => ({ method, pattern: patternOf(path) }));

/** The methods that a path takes; none when it is no path of ours. */
export const methodsOf = (path: string): string[] =>
  patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method.toUpperCase());
