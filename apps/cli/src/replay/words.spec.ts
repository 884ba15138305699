import { counted, lasting, localDay, localTime, oneLine, seatHours } from './words';

it('an instant is told in the zone of the account, a fraction where there is one', () => {
  const instant = '2026-03-08T07:00:00.000Z';
  expect(localTime(instant, 'America/New_York')).toBe('2026-03-08 03:00:00');
  expect(localTime('2026-03-08T06:59:59.999Z', 'America/New_York')).toBe('2026-03-08 01:59:59.999');
  expect(localDay(instant, 'UTC')).toBe('2026-03-08 07:00:00');
  expect(localDay('2026-03-08T05:00:00.000Z', 'America/New_York')).toBe('2026-03-08');
});

it.each([
  [0, '0 s'],
  [1, '0.001 s'],
  [1_800_000, '30 min'],
  [5_400_500, '1 h 30 min 0.5 s'],
  [21_824_277, '6 h 3 min 44.277 s'],
  [90_000_000, '25 h'],
])('%d milliseconds last %s', (ms, said) => {
  expect(lasting(ms)).toBe(said);
});

it('numbers are grouped, and named by their number', () => {
  expect(counted(1, 'seat')).toBe('1 seat');
  expect(counted(0, 'seat')).toBe('0 seats');
  expect(counted(1234, 'day')).toBe('1,234 days');
  expect(seatHours(3_600_000 * 1234.5)).toBe('1,234.50');
});

it('nothing that others wrote makes a terminal obey, or a line two', () => {
  expect(oneLine('a\u001b[31m\r\nb\u0007\u009b\u202e\u2028')).toBe(
    String.raw`a\u001b[31m\u000d\u000ab\u0007\u009b\u202e\u2028`,
  );
  expect(oneLine('Žofie \u{1f600} "q" \\')).toBe('Žofie \u{1f600} "q" \\');
});
