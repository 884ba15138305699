import { formatInstant } from '@seatmeter/contracts';
import type { Instant } from '@seatmeter/metering';
import type { SimulatedAccount } from '../simulate/centre-contract';

/** The account on which the meter can be watched at work: its grace is short, and its pool goes over every two minutes. */
export const SHOWCASE = 'showcase';
export const SHOWCASE_POOL = 'desk';

const SOURCE = `/demo/${SHOWCASE}`;
const SEATS = 3;
const GRACE_SECONDS = 30;
const VISITORS = ['tess', 'udo', 'vito', 'wanda', 'xenia', 'yves', 'zoe'];

export const showcaseContract = (startsAt: string): SimulatedAccount => ({
  id: SHOWCASE,
  name: `Showcase, a grace of ${GRACE_SECONDS} s`,
  startsAt,
  policy: { graceDuration: `PT${GRACE_SECONDS}S` },
  intake: { maxAge: null, maxFuture: null },
  pools: [
    {
      id: SHOWCASE_POOL,
      licence: 'elite',
      capacity: [{ seats: SEATS }],
      price: [{ currency: 'USD', overageSeat: '45.00' }],
    },
  ],
});

const line = (id: string, type: string, at: Instant, sessionId: string, more: object): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: SOURCE,
    type: `seatmeter.session.${type}.v1`,
    time: formatInstant(at),
    data: { accountId: SHOWCASE, sessionId, ...more },
  });

/** Three wallboards that hold a seat each, for good. */
export const wallboards = (since: Instant): string[] =>
  Array.from({ length: SEATS }, (_, nth) => {
    const name = `wallboard-${nth + 1}`;
    return line(name, 'started', since, name, { userId: name, pool: SHOWCASE_POOL });
  });

const PREFIX = 'visit-';

/** A visitor signs in. Who visits at the same time has different numbers. */
export const visit = (nth: number, at: Instant): string => {
  const session = `${PREFIX}${nth}-${formatInstant(at)}`;
  const name = VISITORS[nth % VISITORS.length]!;
  const round = Math.floor(nth / VISITORS.length);
  const userId = round === 0 ? name : `${name}-${round + 1}`;
  return line(`in ${session}`, 'started', at, session, { userId, pool: SHOWCASE_POOL });
};

/** A session that holds a seat, as the service tells it. */
export interface Holding {
  readonly sessionId: string;
  readonly since: string;
}

/**
 * The sign-outs of visitors: each had signed in by mistake and left at once, but the sign-out comes late. What was billed for
 * them is withdrawn, so that the next visit shows the same again.
 */
export const lateSignOuts = (holding: readonly Holding[]): string[] =>
  holding
    .filter(({ sessionId }) => sessionId.startsWith(PREFIX))
    .map(({ sessionId }) => {
      const at = Date.parse(sessionId.replace(/^visit-\d+-/, ''));
      return line(`out ${sessionId}`, 'ended', at, sessionId, { reason: 'sent-late' });
    });
