import fc from 'fast-check';
import { formatInstant, parseInstant } from './instant';

const FIRST = Date.UTC(2000, 0, 1);
const LAST = Date.UTC(2100, 0, 1) - 1;
const instants = fc.integer({ min: FIRST, max: LAST });

describe('parseInstant', () => {
  it('reads back what formatInstant writes', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
      }),
    );
  });

  it('reads a local time with its offset as the same instant', () => {
    const offsets = fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 });
    fc.assert(
      fc.property(instants, offsets, (at, offset) => {
        const local = new Date(at + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60].map(
          (part) => String(part).padStart(2, '0'),
        );
        const zone = `${offset < 0 ? '-' : '+'}${hours!}:${minutes!}`;
        expect(parseInstant(local + zone)).toBe(at);
      }),
    );
  });

  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02t09:00:00z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.5Z', '2026-03-02T09:00:00.500Z'],
    ['2026-03-02T09:00:00.1239Z', '2026-03-02T09:00:00.123Z'],
    [`2026-03-02T09:00:00.123${'9'.repeat(400)}Z`, '2026-03-02T09:00:00.123Z'],
    ['2026-03-02T09:00:00-00:00', '2026-03-02T09:00:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['1999-12-31T19:00:00-05:00', '2000-01-01T00:00:00.000Z'],
    ['2100-01-01T00:59:59.999+01:00', '2099-12-31T23:59:59.999Z'],
  ])('reads %s', (text, instant) => {
    expect(formatInstant(parseInstant(text))).toBe(instant);
  });

  it.each([
    ['no zone', '2026-03-02T09:00:00'],
    ['no seconds', '2026-03-02T09:00Z'],
    ['no time', '2026-03-02'],
    ['a space for the T', '2026-03-02 09:00:00Z'],
    ['a point without digits', '2026-03-02T09:00:00.Z'],
    ['a comma for the point', '2026-03-02T09:00:00,5Z'],
    ['no digit far behind the point', `2026-03-02T09:00:00.${'1'.repeat(400)}xZ`],
    ['30 February', '2026-02-30T09:00:00Z'],
    ['29 February of a common year', '2026-02-29T09:00:00Z'],
    ['31 April', '2026-04-31T09:00:00Z'],
    ['day 0', '2026-03-00T09:00:00Z'],
    ['month 0', '2026-00-02T09:00:00Z'],
    ['month 13', '2026-13-02T09:00:00Z'],
    ['hour 24', '2026-03-02T24:00:00Z'],
    ['minute 60', '2026-03-02T09:60:00Z'],
    ['second 60', '2026-03-02T09:00:60Z'],
    ['offset hour 24', '2026-03-02T09:00:00+24:00'],
    ['offset minute 60', '2026-03-02T09:00:00+01:60'],
    ['an offset without a colon', '2026-03-02T09:00:00+0100'],
    ['an offset without minutes', '2026-03-02T09:00:00+01'],
    ['a bare offset', '2026-03-02+01:00'],
    ['something behind the zone', '2026-03-02T09:00:00Z\n'],
    ['a sign before the year', '+002026-03-02T09:00:00Z'],
    ['a zone glued over the seconds', '2026-03-02T09:00+01:00'],
    ['an instant before 2000', '2000-01-01T00:00:00+00:01'],
    ['an instant after 2099', '2099-12-31T23:59:59-00:01'],
    ['year 0', '0000-01-01T00:00:00Z'],
    ['other digits', '２０２６-03-02T09:00:00Z'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseInstant(text)).toBeNaN();
  });

  it('knows exactly the dates of the calendar', () => {
    for (let year = 2000; year < 2100; year += 1)
      for (let month = 1; month <= 12; month += 1)
        for (let day = 1; day <= 31; day += 1) {
          const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
          const real = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
          const at = parseInstant(`${text}T00:00:00Z`);
          expect(at).toBe(real ? Date.UTC(year, month - 1, day) : NaN);
        }
  });
});
