import { formatInstant, type AccountContract, type PoolContract } from '@seatmeter/contracts';
import { agreementOf } from '@seatmeter/engine';
import type { Agreement, GraceModel, Policy } from '@seatmeter/metering';
import { counted, lasting, localTime } from '../replay/words';

const when = (from: string | undefined, zone: string): string =>
  from === undefined ? 'from the beginning' : `from ${localTime(from, zone)}`;

const ordinal = (day: number): string => {
  const ending = ['th', 'st', 'nd', 'rd'][
    day % 10 > 3 || Math.floor(day / 10) === 1 ? 0 : day % 10
  ];
  return `${day}${ending ?? 'th'}`;
};

const MODELS: Readonly<Record<GraceModel, (longer: string) => string>> = {
  none: () => 'the highest excess of the cycle is billed, however short',
  'excursion-full': (longer) => `a stay over capacity of ${longer} is billed at its highest excess`,
  'excursion-deductible': (longer) =>
    `a stay over capacity of ${longer} is billed at its highest excess after that time`,
  'level-contiguous': (longer) => `a seat is billed once it stayed over capacity for ${longer}`,
  'level-cumulative': (longer) => `a seat is billed once it was over capacity for ${longer} in all`,
};

const grace = ({ graceModel, graceDuration, graceBoundary }: Policy): string => {
  const atLeast =
    (graceBoundary === 'inclusive' || graceModel === 'level-cumulative') && graceDuration > 0;
  const time = lasting(graceDuration);
  const longer = atLeast ? `${time} or more` : `more than ${time}`;
  return MODELS[graceModel](longer);
};

const sessions = ({ countBy, crossPool, leaseTtl }: Policy): string => {
  const counting =
    countBy === 'session'
      ? 'every session takes a seat'
      : 'a user takes one seat however many sessions are open';
  const across =
    crossPool === 'each' || countBy === 'session'
      ? ''
      : ', and only in the pool of the highest licence';
  const lease =
    leaseTtl === null
      ? 'a session without a lease of its own stays open until it is ended'
      : `a session ends by itself ${lasting(leaseTtl)} after its last sign of life`;
  return `${counting}${across}; ${lease}`;
};

const pool = ({ id, model, licence, capacity, price }: PoolContract, zone: string): string[] => {
  const tier = licence === null ? '' : `, licence ${licence}`;
  if (model === 'named') return [`  pool ${id}${tier}: named licences, not metered`];
  const steps = capacity.map(({ seats, from }) => `${counted(seats, 'seat')} ${when(from, zone)}`);
  const prices = price.map(
    ({ currency, overageSeat, from }) => `${currency} ${overageSeat} ${when(from, zone)}`,
  );
  return [
    `  pool ${id}${tier}: ${steps.length === 0 ? 'no seat: every use is over capacity' : steps.join(', ')}`,
    `    ${prices.length === 0 ? 'no price: overage is stated in seats' : `an overage seat costs, a cycle: ${prices.join(', ')}`}`,
  ];
};

const policies = ({ policies: versions }: Agreement, zone: string): string[] =>
  versions.flatMap(({ from, policy }) => {
    const since = Number.isFinite(from) ? formatInstant(from) : undefined;
    const heading = versions.length === 1 ? '' : `${when(since, zone)}: `;
    return [`  ${heading}${grace(policy)};`, `    ${sessions(policy)}`];
  });

/** What an account's contract will do, in words. */
export const describeAccount = (account: AccountContract): string => {
  const { id, name, timeZone: zone, billing, startsAt, endsAt } = account;
  const begins = startsAt === null ? 'its first fact' : localTime(startsAt, zone);
  const ends = endsAt === null ? '' : `, until ${localTime(endsAt, zone)}`;
  return [
    `${id}${name === undefined ? '' : ` (${name})`}`,
    `  cycles begin on the ${ordinal(billing.anchorDay)} of the month at midnight, ${zone}; the first holds ${begins}${ends}`,
    ...policies(agreementOf(account), zone),
    ...account.pools.flatMap((one) => pool(one, zone)),
  ].join('\n');
};
