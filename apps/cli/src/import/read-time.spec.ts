import { timeReader } from './read-time';

const iso = (text: string, zone = 'UTC', format = 'iso'): string => {
  const at = timeReader(format, zone)(text);
  return typeof at === 'number' ? new Date(at).toISOString() : at.wrong;
};

describe('a time', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02 09:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.123999Z', '2026-03-02T09:00:00.123Z'],
    ['2026-03-02T09:00:00,5+02:00', '2026-03-02T07:00:00.500Z'],
    ['2012-05-31 22:00:00.000001+00', '2012-05-31T22:00:00.000Z'],
    ['2026-03-02T09:00:00-0330', '2026-03-02T12:30:00.000Z'],
    ['2024-02-29T00:00:00z', '2024-02-29T00:00:00.000Z'],
  ])('%s is read as iso', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
  ])('%s does not exist', (text) => {
    expect(iso(text)).toBe(`the time "${text}" does not read as iso`);
  });

  it.each(['2026-01-01', '2026-01-01T00:00:00X', 'now', '1338508800', '\u0000\u001b[2J'])(
    '%j is no iso time',
    (text) => {
      expect(iso(text)).toBe(`the time ${JSON.stringify(text)} does not read as iso`);
    },
  );

  it('is read as Unix seconds, exactly, and as milliseconds', () => {
    expect(iso('1338508800', 'UTC', 'unix')).toBe('2012-06-01T00:00:00.000Z');
    expect(iso('1338508800.29', 'UTC', 'unix')).toBe('2012-06-01T00:00:00.290Z');
    expect(iso('1338508800123', 'UTC', 'unix-ms')).toBe('2012-06-01T00:00:00.123Z');
    expect(iso('-5', 'UTC', 'unix')).toMatch('does not read as unix');
  });

  it('belongs to the years 2000 to 2099', () => {
    expect(iso('1999-12-31T23:59:59Z')).toMatch('outside the years');
    expect(iso('2000-01-01T00:00:00Z')).toBe('2000-01-01T00:00:00.000Z');
    expect(iso('2099-12-31T23:59:59Z')).toBe('2099-12-31T23:59:59.000Z');
    expect(iso('1338508800', 'UTC', 'unix-ms')).toMatch('outside the years');
  });

  it('that is empty says so', () => {
    expect(iso('')).toBe('the time is empty');
  });
});

describe('a format of tokens', () => {
  it('is read in English, with a zone of its own or without', () => {
    const apache = 'dd/MMM/yyyy:HH:mm:ss ZZZ';
    expect(iso('02/Mar/2026:09:00:00 +0100', 'America/New_York', apache)).toBe(
      '2026-03-02T08:00:00.000Z',
    );
    const plain = "yyyy-MM-dd'Z'HH:mm";
    expect(iso('2026-03-02Z09:00', 'America/New_York', plain)).toBe('2026-03-02T14:00:00.000Z');
    expect(iso('3/2/2026 9:05 PM', 'UTC', 'M/d/yyyy h:mm a')).toBe('2026-03-02T21:05:00.000Z');
  });

  it.each(['YYYY-MM-DD HH:mm', 'HH:mm:ss', 'dd.MM. HH:mm', 'yyyy-MM-dd', 'yyyy-MM-dd hh:mm'])(
    '%s is refused: it loses a part of the time',
    (format) => {
      expect(() => timeReader(format, 'UTC')).toThrow(/^--time-format .*write luxon tokens/);
    },
  );
});

describe('a local time on a day when clocks change', () => {
  const newYork = (text: string): string => iso(text, 'America/New_York');

  it('is the earlier when it occurs twice', () => {
    expect(newYork('2026-11-01T00:59:59')).toBe('2026-11-01T04:59:59.000Z');
    expect(newYork('2026-11-01T01:00:00')).toBe('2026-11-01T05:00:00.000Z');
    expect(newYork('2026-11-01T01:59:59')).toBe('2026-11-01T05:59:59.000Z');
    expect(newYork('2026-11-01T02:00:00')).toBe('2026-11-01T07:00:00.000Z');
    expect(newYork('2026-11-01T01:30:00-05:00')).toBe('2026-11-01T06:30:00.000Z');
  });

  it('is nothing when it does not exist', () => {
    expect(newYork('2026-03-08T01:59:59')).toBe('2026-03-08T06:59:59.000Z');
    expect(newYork('2026-03-08T02:00:00')).toMatch('does not exist in America/New_York');
    expect(newYork('2026-03-08T02:59:59')).toMatch('clocks went forward');
    expect(newYork('2026-03-08T03:00:00')).toBe('2026-03-08T07:00:00.000Z');
  });

  it('may change by half an hour, or lose a day', () => {
    expect(iso('2026-04-05T01:45:00', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00.000Z');
    expect(iso('2011-12-29T23:30:00', 'Pacific/Apia')).toBe('2011-12-30T09:30:00.000Z');
    expect(iso('2011-12-30T12:00:00', 'Pacific/Apia')).toMatch('does not exist');
    expect(iso('2011-12-31T00:30:00', 'Pacific/Apia')).toBe('2011-12-30T10:30:00.000Z');
  });

  it('is found anew however the times jump', () => {
    const read = timeReader('iso', 'Europe/Berlin');
    const at = (text: string): number => read(text) as number;
    const days = [
      '2026-01-01T12:00',
      '2026-07-01T12:00',
      '2026-01-01T12:00',
      '2026-07-01T12:00:30',
    ];
    expect(days.map((text) => new Date(at(text)).getUTCHours())).toEqual([11, 10, 11, 10]);
  });
});
