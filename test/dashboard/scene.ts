import { DateTime } from 'luxon';

/** A small world of contact centres, as it stands at an instant: contracts, and the facts up to then. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface SceneFact {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Zones round the world, so that somewhere it is always the afternoon. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'America/Los_Angeles',
  'Australia/Sydney',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'Pacific/Auckland',
  'Pacific/Honolulu',
  'Asia/Dubai',
];

const hourIn = (zone: string, at: number): number => {
  const local = DateTime.fromMillis(at, { zone });
  return local.hour + local.minute / 60;
};

/** Where it is nearest to half past three. */
export const afternoonZone = (at: number): string =>
  [...ZONES].sort(
    (one, other) => Math.abs(hourIn(one, at) - 15.5) - Math.abs(hourIn(other, at) - 15.5),
  )[0]!;

const pool = (id: string, seats: number, currency: string, overageSeat: string) => ({
  id,
  licence: id,
  capacity: [{ seats }],
  price: [{ currency, overageSeat }],
});

export const contractsAt = (
  at: number,
): readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[] => {
  const startsAt = DateTime.fromMillis(at).minus({ months: 2 }).toUTC().toISO();
  return [
    {
      id: 'harbour',
      name: 'Harbour Help',
      timeZone: afternoonZone(at),
      startsAt,
      pools: [pool('elite', 24, 'USD', '45.00'), pool('voice', 40, 'USD', '29.00')],
    },
    {
      id: 'isar',
      name: 'Isar Service',
      timeZone: 'Europe/Berlin',
      startsAt,
      policy: { preset: 'genesys-cloud' },
      pools: [pool('premium', 18, 'EUR', '39.00'), pool('messaging', 12, 'EUR', '19.00')],
    },
    {
      id: 'minato',
      name: 'みなとサポート',
      timeZone: 'Asia/Tokyo',
      startsAt,
      pools: [pool('standard', 30, 'JPY', '4500'), pool('night', 8, 'JPY', '5200')],
    },
    {
      id: 'kestrel',
      name: 'Kestrel Travel',
      timeZone: 'Europe/London',
      startsAt,
      pools: [pool('bookings', 16, 'GBP', '34.50'), pool('claims', 6, 'GBP', '34.50')],
    },
  ];
};

const NAMES =
  'Ada Ben Chloe Dan Eva Finn Gita Hana Ivo Jun Kai Lea Mina Noa Omar Pia Quinn Rui Sora Tom Uma Vera Will Xenia Yuki Zoe'.split(
    ' ',
  );
const nameOf = (number: number): string =>
  `${NAMES[number % NAMES.length]!} ${String.fromCharCode(65 + (number % 23))}.`;

/** Sessions of one pool as `[from, to]` in ms before `at`; without `to` they are open. */
type Sessions = readonly (readonly [from: number, to?: number])[];

const times = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));

/** A working day whose morning shift hands over to the next, and `open` people who are still there. */
const day = (shift: number, open: number, lunch: number): Sessions => [
  ...times(shift, (n) => [7.4 * HOUR - n * 3.5 * MINUTE, 3.4 * HOUR - n * 0.6 * MINUTE] as const),
  ...times(
    Math.floor(lunch / 2),
    (n) => [3.9 * HOUR - n * 4 * MINUTE, 2.1 * HOUR - n * 3 * MINUTE] as const,
  ),
  ...times(open, (n) => [3.5 * HOUR - n * 2.2 * MINUTE] as const),
];

/** Each pool has its story; ages in minutes are of the seats over. */
const SESSIONS: Readonly<Record<string, Sessions>> = {
  'harbour/elite': [
    ...day(23, 23, 6),
    ...times(2, (n) => [(48 + n) * MINUTE] as const),
    ...times(2, (n) => [(27 - n * 3) * MINUTE - 20_000] as const),
  ],
  'harbour/voice': day(34, 31, 8),
  'isar/premium': [...day(17, 17, 3), ...times(3, (n) => [(8 + n) * MINUTE] as const)],
  'isar/messaging': day(8, 7, 3),
  'minato/standard': day(26, 22, 5),
  'minato/night': day(6, 8, 1),
  'kestrel/bookings': [...day(13, 15, 2), ...times(2, (n) => [(19 + 2 * n) * MINUTE] as const)],
  'kestrel/claims': day(4, 3, 2),
};

/** In order of time. */
export const factsAt = (at: number): readonly SceneFact[] => {
  const facts: SceneFact[] = [];
  for (const [place, sessions] of Object.entries(SESSIONS)) {
    const [accountId, pool] = place.split('/') as [string, string];
    sessions.forEach(([from, to], number) => {
      const sessionId = `${pool}-${number}`;
      const add = (kind: string, age: number): void => {
        facts.push({
          specversion: '1.0',
          id: `${sessionId}-${kind}`,
          source: '/acd',
          type: `seatmeter.session.${kind}.v1`,
          time: new Date(at - age).toISOString(),
          data: { accountId, pool, sessionId, userId: nameOf(number) },
        });
      };
      add('started', from);
      if (to !== undefined) add('ended', to);
    });
  }
  return facts.sort((one, other) => one.time.localeCompare(other.time));
};
