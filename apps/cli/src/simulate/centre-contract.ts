import { formatInstant } from '@seatmeter/contracts';
import type { Instant } from '@seatmeter/metering';
import { soonestAt, zoneClock } from '../import/local-time';
import type { Centre, CentreAccount } from './centre';

const DAY = 86_400_000;
/** Longer than any session lasts: only what nobody signed out of ends by it. */
const LEASE_TTL = 'PT10H';

/** One account as contract.json states it. */
export interface SimulatedAccount {
  readonly id: string;
  readonly [term: string]: unknown;
}

/** The instant at which a local day begins. `day`: its number since 1 January 1970. */
export const midnight = (zone: string, day: number): Instant =>
  // In some zones summer time begins at midnight: the day then begins an hour later.
  soonestAt(zoneClock(zone), day * DAY);

const accountOf = ({ id, place, teams }: CentreAccount, firstDay: number): SimulatedAccount => ({
  id,
  name: place.name,
  timeZone: place.zone,
  startsAt: formatInstant(midnight(place.zone, firstDay)),
  policy: { preset: 'zoom-cc', leaseTtl: LEASE_TTL },
  // A course may be sent long after it happened, or before it does.
  intake: { maxAge: null, maxFuture: null },
  pools: teams.map(({ poolId, capacity }) => ({
    id: poolId,
    licence: poolId,
    capacity: [{ seats: capacity }],
    price: [{ currency: place.currency, overageSeat: place.overageSeat }],
  })),
});

/** What was agreed with each account of a centre that opens on a local day, by its number. */
export const contractsOf = (centre: Centre, firstDay: number): SimulatedAccount[] =>
  centre.accounts.map((account) => accountOf(account, firstDay));
