import {
  countdown,
  dateTimeOf,
  isoDateOf,
  lasting,
  midnightBefore,
  moneyOf,
  zoneName,
} from './format';
import { en } from './words/en';

const at = (text: string): number => Date.parse(text);

it.each([
  [0, '00:00'],
  [-5000, '00:00'],
  [1, '00:01'],
  [272_000, '04:32'],
  [271_001, '04:32'],
  [3_872_000, '1:04:32'],
])('counts down %d ms as %s', (ms, text) => {
  expect(countdown(ms)).toBe(text);
});

it.each([
  [0, '0 s'],
  [999, '0 s'],
  [40_000, '40 s'],
  [8_100_000, '2 h 15 min'],
  [3_600_000, '1 h'],
  [90_061_000, '1 d 1 h'],
])('says that %d ms are %s', (ms, text) => {
  expect(lasting(ms, en.units)).toBe(text);
});

it('finds the last midnight of a zone, also on a day of 23 hours and where midnight is left out', () => {
  const midnight = (instant: string, zone: string): string =>
    new Date(midnightBefore(at(instant), zone)).toISOString();
  expect(midnight('2026-03-29T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
  expect(midnight('2026-03-01T00:00:00Z', 'UTC')).toBe('2026-03-01T00:00:00.000Z');
  expect(midnight('2026-04-24T12:00:00Z', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
});

it('names a cycle by its first local date', () => {
  expect(isoDateOf(at('2026-03-01T05:00:00Z'), 'America/New_York')).toBe('2026-03-01');
  expect(isoDateOf(at('2026-03-01T04:59:59Z'), 'America/New_York')).toBe('2026-02-28');
});

it('writes times in the zone of the account, and names it', () => {
  const noon = at('2026-03-02T12:00:00Z');
  expect(dateTimeOf(noon, 'Asia/Tokyo', 'en-US')).toBe('Mar 2, 21:00:00');
  expect(zoneName('Europe/Berlin', noon, 'en-GB')).toBe('Europe/Berlin (CET)');
  expect(zoneName('UTC', noon, 'en-GB')).toBe('UTC');
});

it('writes amounts with the decimals they have, however large', () => {
  expect(moneyOf({ currency: 'USD', value: '45.00' }, 'en-US')).toBe('$45.00');
  expect(moneyOf({ currency: 'JPY', value: '4500' }, 'ja-JP')).toBe('￥4,500');
  expect(moneyOf({ currency: 'USD', value: '9007199254740993.125' }, 'en-US')).toBe(
    '$9,007,199,254,740,993.125',
  );
});
