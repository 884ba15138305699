import { cycleAt } from '@seatmeter/metering';
import { cycleHolding } from '../oracle/calendar';
import { calendar } from './given';

/**
 * Monthly periods that start at a local midnight, as four billing systems publish them: instants as
 * `2024-02-29T18:30`, UTC. `start` undefined where only the end is published.
 */
interface Published {
  readonly by: string;
  readonly timeZone: string;
  readonly anchorDay: number;
  readonly holds: string;
  readonly start?: string;
  readonly end?: string;
}

const by =
  (system: string, timeZone: string, anchorDay: number) =>
  (holds: string, start: string | undefined, end?: string): Published => ({
    by: system,
    timeZone,
    anchorDay,
    holds,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  });

const kolkata = (anchorDay: number) => by('Flexprice', 'Asia/Kolkata', anchorDay);
const newYork = by('Flexprice', 'America/New_York', 1);
const fifth = by('Flexprice', 'UTC', 5);
const lago = (anchorDay: number, zone = 'UTC') => by('Lago', zone, anchorDay);
const killBill = (day: number) => by('Kill Bill', 'UTC', day);
const openMeter = (day: number) => by('OpenMeter', 'UTC', day);

const flexprice: Published[] = [
  kolkata(31)('2024-01-30T18:30', '2024-01-30T18:30', '2024-02-28T18:30'),
  kolkata(15)('2024-01-14T18:30', '2024-01-14T18:30', '2024-02-14T18:30'),
  by('Flexprice', 'UTC', 1)('2024-01-15T00:00', undefined, '2024-02-01T00:00'),
  by('Flexprice', 'UTC', 1)('2024-12-30T10:37', undefined, '2025-01-01T00:00'),
  by('Flexprice', 'UTC', 1)('2024-03-15T00:00', '2024-03-01T00:00', '2024-04-01T00:00'),
  by('Flexprice', 'UTC', 1)('2024-04-01T00:00', '2024-04-01T00:00', '2024-05-01T00:00'),
  kolkata(1)('2024-02-29T18:30', '2024-02-29T18:30', '2024-03-31T18:30'),
  kolkata(1)('2024-02-15T18:30', undefined, '2024-02-29T18:30'),
  kolkata(1)('2024-04-15T00:00', '2024-03-31T18:30', '2024-04-30T18:30'),
  newYork('2024-02-01T05:00', '2024-02-01T05:00', '2024-03-01T05:00'),
  newYork('2024-03-15T00:00', '2024-03-01T05:00', '2024-04-01T04:00'),
  fifth('2024-01-10T12:00', undefined, '2024-02-05T00:00'),
  fifth('2024-02-15T14:30', undefined, '2024-03-05T00:00'),
  fifth('2024-10-19T09:15', undefined, '2024-11-05T00:00'),
  fifth('2024-02-05T00:00', undefined, '2024-03-05T00:00'),
  fifth('2024-03-04T23:59:59', undefined, '2024-03-05T00:00'),
  fifth('2024-12-15T12:00', undefined, '2025-01-05T00:00'),
  fifth('2024-01-05T00:00', undefined, '2024-02-05T00:00'),
  by('Flexprice', 'UTC', 1)('2024-01-10T12:00', undefined, '2024-02-01T00:00'),
  by('Flexprice', 'UTC', 1)('2024-02-15T14:30', undefined, '2024-03-01T00:00'),
  by('Flexprice', 'UTC', 31)('2024-02-15T12:00', undefined, '2024-02-29T00:00'),
  by('Flexprice', 'UTC', 31)('2025-02-15T12:00', undefined, '2025-02-28T00:00'),
  by('Flexprice', 'UTC', 15)('2024-06-10T12:00', undefined, '2024-06-15T00:00'),
  kolkata(5)('2024-03-15T09:00', undefined, '2024-04-04T18:30'),
  by('Flexprice', 'America/Los_Angeles', 5)('2024-03-15T21:30', undefined, '2024-04-05T07:00'),
];

const others: Published[] = [
  openMeter(31)('2024-12-31T00:00', '2024-12-31T00:00', '2025-01-31T00:00'),
  openMeter(31)('2025-01-31T00:00', '2025-01-31T00:00', '2025-02-28T00:00'),
  openMeter(30)('2016-11-30T00:00', '2016-11-30T00:00', '2016-12-30T00:00'),
  killBill(17)('2012-01-16T00:00', undefined, '2012-01-17T00:00'),
  killBill(30)('2012-02-16T00:00', undefined, '2012-02-29T00:00'),
  killBill(30)('2012-01-31T00:00', undefined, '2012-02-29T00:00'),
  killBill(14)('2012-02-16T00:00', undefined, '2012-03-14T00:00'),
  killBill(15)('2012-07-16T00:00', undefined, '2012-08-15T00:00'),
  killBill(3)('2012-03-02T00:00', undefined, '2012-03-03T00:00'),
  killBill(3)('2012-03-03T00:00', '2012-03-03T00:00'),
  killBill(3)('2012-03-04T00:00', undefined, '2012-04-03T00:00'),
  killBill(16)('2012-08-16T00:00', '2012-08-16T00:00', '2012-09-16T00:00'),
  killBill(31)('2012-04-30T00:00', '2012-04-30T00:00', '2012-05-31T00:00'),
  killBill(31)('2017-01-31T00:00', '2017-01-31T00:00', '2017-02-28T00:00'),
  killBill(31)('2017-03-31T00:00', '2017-03-31T00:00', '2017-04-30T00:00'),
  lago(31)('2024-01-31T01:00', '2024-01-31T00:00', '2024-02-29T00:00'),
  lago(31)('2024-02-29T00:00', '2024-02-29T00:00', '2024-03-31T00:00'),
  lago(31)('2024-04-29T23:59:59', '2024-03-31T00:00', '2024-04-30T00:00'),
  lago(30)('2024-01-30T00:00', '2024-01-30T00:00', '2024-02-29T00:00'),
  lago(30)('2024-02-29T00:00', '2024-02-29T00:00', '2024-03-30T00:00'),
  lago(30)('2024-04-29T23:59:59', '2024-03-30T00:00', '2024-04-30T00:00'),
  lago(30)('2024-04-30T00:00', '2024-04-30T00:00', '2024-05-30T00:00'),
  lago(1)('2022-02-28T23:59:59', '2022-02-01T00:00', '2022-03-01T00:00'),
  lago(1, 'America/New_York')('2022-02-01T04:59:59', '2022-01-01T05:00', '2022-02-01T05:00'),
  lago(2)('2022-03-01T23:59:59', '2022-02-02T00:00', '2022-03-02T00:00'),
  lago(31)('2022-02-27T23:59:59', undefined, '2022-02-28T00:00'),
  lago(30)('2022-02-27T23:59:59', undefined, '2022-02-28T00:00'),
  lago(30)('2020-03-29T23:59:59', '2020-02-29T00:00'),
  lago(31)('2021-04-29T23:59:59', '2021-03-31T00:00'),
];

const instant = (time: string): number => Date.parse(`${time}Z`);

describe.each([
  ['the meter', cycleAt],
  ['its oracle', cycleHolding],
])('the billing cycle of %s', (_, cycleOf) => {
  it.each([...flexprice, ...others])(
    'is that of $by for day $anchorDay in $timeZone at $holds',
    ({ timeZone, anchorDay, holds, start, end }) => {
      expect(cycleOf(calendar(timeZone, anchorDay), instant(holds))).toMatchObject({
        ...(start !== undefined && { start: instant(start) }),
        ...(end !== undefined && { end: instant(end) }),
      });
    },
  );

  it.each([
    ['2025-03-09', 23],
    ['2025-11-02', 25],
  ])("begins its day at OpenMeter's local midnight on %s, a day of %i hours", (day, hours) => {
    const midnight = (anchorDay: number): number =>
      cycleOf(calendar('America/Los_Angeles', anchorDay), instant(`${day}T12:00`)).start;
    const dayOfMonth = Number(day.slice(-2));
    const next = cycleOf(calendar('America/Los_Angeles', dayOfMonth + 1), midnight(dayOfMonth)).end;
    expect((next - midnight(dayOfMonth)) / 3_600_000).toBe(hours);
  });

  it('has the first instant of a day where Flexprice has it', () => {
    const dayOf = (timeZone: string, anchorDay: number, time: string): string =>
      new Date(cycleOf(calendar(timeZone, anchorDay), instant(time)).start).toISOString();
    expect(dayOf('UTC', 13, '2026-08-13T14:37:12')).toBe('2026-08-13T00:00:00.000Z');
    expect(dayOf('Asia/Kolkata', 13, '2026-08-13T14:37')).toBe('2026-08-12T18:30:00.000Z');
    expect(dayOf('Asia/Kolkata', 14, '2026-08-13T22:00')).toBe('2026-08-13T18:30:00.000Z');
    expect(dayOf('America/New_York', 1, '2026-11-01T05:00')).toBe('2026-11-01T04:00:00.000Z');
  });
});
