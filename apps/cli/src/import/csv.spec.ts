import { csvImporter, type CsvSettings } from './csv';
import type { Outcome } from './importer';
import { timeReader } from './read-time';

const AT = Date.UTC(2026, 2, 2, 9);
const events: CsvSettings = {
  file: 'log.csv',
  columns: { time: 'When', action: 'What', session: 'Id', user: 'Agent' },
  words: { start: ['login'], renew: ['ping'], end: ['logout'] },
  readTime: timeReader('iso', 'UTC'),
  hasHeader: true,
  delimiter: ',',
};
const shifts: CsvSettings = {
  ...events,
  columns: { startTime: '1', endTime: '2', user: '3' },
  hasHeader: false,
};

const read = (text: string, settings: Partial<CsvSettings> = {}, base = events): Outcome[] => {
  const importer = csvImporter({ ...base, ...settings });
  const lines = text
    .split('\n')
    .map((line, index) => ({ type: 'text' as const, number: index + 1, text: line }));
  return [...lines.flatMap((line) => importer.take(line)), ...importer.finish()];
};

const factsOf = (outcomes: Outcome[]): unknown[] =>
  outcomes.flatMap((outcome) => (outcome.type === 'facts' ? outcome.facts : []));
const badOf = (outcomes: Outcome[]): [number, string][] =>
  outcomes.flatMap((outcome) => (outcome.type === 'bad' ? [[outcome.line, outcome.wrong]] : []));

const HEADER = 'When,What,Id,Agent\n';
const ROW = '2026-03-02T09:00:00Z,login,s1,ann';
const FACT = { type: 'started', at: AT, sessionId: 's1', userId: 'ann' };

describe('a CSV file of events', () => {
  it('is read by the names of its columns, in any order', () => {
    expect(read(`${HEADER}${ROW}`)).toEqual([
      { type: 'skipped', why: 'header' },
      { type: 'facts', facts: [FACT] },
    ]);
    expect(factsOf(read('Agent,Id,What,When\nann,s1,login,2026-03-02T09:00:00Z'))).toEqual([FACT]);
  });

  it('is read by the numbers of its columns, with a header or without', () => {
    const columns = { time: '1', action: '2', session: '3' };
    const fact = { ...FACT, userId: 's1' };
    expect(factsOf(read(`${HEADER}${ROW}`, { columns }))).toEqual([fact]);
    expect(factsOf(read(ROW, { columns, hasHeader: false }))).toEqual([fact]);
  });

  it('knows signs of life, ends, leases and pools', () => {
    const columns = { time: '1', action: '2', session: '3', pool: '4', lease: '5' };
    const row = (what: string): string => `2026-03-02T09:00:00Z,${what},s1,gold,900`;
    const found = read([row('login'), row('ping'), row('logout')].join('\n'), {
      columns,
      hasHeader: false,
    });
    expect(factsOf(found)).toEqual([
      { type: 'started', at: AT, sessionId: 's1', userId: 's1', pool: 'gold', leaseSeconds: 900 },
      { type: 'renewed', at: AT, sessionId: 's1', leaseSeconds: 900 },
      { type: 'ended', at: AT, sessionId: 's1' },
    ]);
  });

  it('may quote: delimiters, quotes and line ends inside, each record numbered by its first line', () => {
    const text = `${HEADER}2026-03-02T09:00:00Z,"login","s,1","ann ""a""\nsecond line"\nbad,login,s2,x`;
    const found = read(text);
    expect(factsOf(found)).toEqual([{ ...FACT, sessionId: 's,1', userId: 'ann "a"\nsecond line' }]);
    expect(badOf(found)).toEqual([[4, 'the time "bad" does not read as iso']]);
  });

  it('may have another delimiter', () => {
    const text = `${HEADER}${ROW}`;
    expect(factsOf(read(text.replaceAll(',', ';'), { delimiter: ';' }))).toEqual([FACT]);
    expect(factsOf(read(text.replaceAll(',', '\t'), { delimiter: '\t' }))).toEqual([FACT]);
  });

  it('says of each bad row what is wrong', () => {
    const rows = [
      '2026-03-02T09:00:00Z,login,,ann',
      '2026-03-02T09:00:00Z,login',
      ',login,s1,ann',
      '2026-03-02T09:00:00Z,login,s1,5" disk "x',
      '2026-03-02T09:00:00Z,"log"in,s1,ann',
    ];
    expect(badOf(read(HEADER + rows.join('\n')))).toEqual([
      [2, 'the session is empty'],
      [3, 'the row has 2 columns, and column 4 is needed'],
      [4, 'the time is empty'],
      [5, 'a quote is out of place'],
      [6, 'a quote is out of place'],
    ]);
  });

  it.each([
    ['0', false],
    ['604800', true],
    ['604801', false],
    ['15m', false],
    ['', true],
  ])('takes a lease of %j: %s', (lease, taken) => {
    const columns = { time: '1', action: '2', session: '3', lease: '4' };
    const found = read(`2026-03-02T09:00:00Z,login,s1,${lease}`, { columns, hasHeader: false });
    expect(factsOf(found)).toHaveLength(taken ? 1 : 0);
    expect(badOf(found)).toHaveLength(taken ? 0 : 1);
  });

  it('calls a pool bad that no contract can have', () => {
    const columns = { time: '1', action: '2', session: '3', pool: '4' };
    const found = read('2026-03-02T09:00:00Z,login,s1,two words', { columns, hasHeader: false });
    expect(badOf(found)).toEqual([[1, expect.stringContaining('the pool is not')]]);
  });

  it('skips empty rows and other actions', () => {
    expect(read(`${HEADER}\n2026-03-02T09:00:00Z,break,s1,ann\n`).slice(1)).toEqual([
      { type: 'skipped', why: 'empty' },
      { type: 'skipped', why: '"break" is none of --start, --renew, --end' },
      { type: 'skipped', why: 'empty' },
    ]);
  });
});

describe('a quote that nobody closes', () => {
  it('costs its own row only', () => {
    const open = '2026-03-02T09:00:00Z,login,s0,"ann';
    for (const after of [1, 99, 100, 250]) {
      const found = read(HEADER + [open, ...Array<string>(after).fill(ROW)].join('\n'));
      expect(badOf(found)).toEqual([[2, 'a quote is opened and not closed']]);
      expect(factsOf(found)).toHaveLength(after);
    }
  });

  it('costs its own row only when a line that cannot be read follows', () => {
    const importer = csvImporter(events);
    const text = (number: number, line: string): Outcome[] => [
      ...importer.take({ type: 'text', number, text: line }),
    ];
    text(1, 'When,What,Id,Agent');
    const found = [
      ...text(2, '2026-03-02T09:00:00Z,login,s0,"ann'),
      ...importer.take({ type: 'not-utf8', number: 3, bytes: 9 }),
      ...text(4, ROW),
    ];
    expect(badOf(found).map(([line]) => line)).toEqual([2, 3]);
    expect(factsOf(found)).toEqual([FACT]);
  });
});

describe('a CSV file of sessions', () => {
  it('gives two facts a row, and one while the session is open', () => {
    const columns = { startTime: '1', endTime: '2', user: '3', session: '4' };
    const rows = '2026-03-02 09:00,2026-03-02 09:10,ann,s1\n2026-03-02 09:00,,ben,s2';
    expect(factsOf(read(rows, { columns }, shifts))).toEqual([
      FACT,
      { type: 'ended', at: AT + 600_000, sessionId: 's1' },
      { type: 'started', at: AT, sessionId: 's2', userId: 'ben' },
    ]);
  });

  it('names a session by its user and beginning when no column does', () => {
    const sessionId = 'ann@2026-03-02T09:00:00.000Z';
    expect(factsOf(read('2026-03-02 09:00,2026-03-02 09:10,ann', {}, shifts))).toEqual([
      { type: 'started', at: AT, sessionId, userId: 'ann' },
      { type: 'ended', at: AT + 600_000, sessionId },
    ]);
  });

  it('refuses a row that ends before it starts, has no user or a wrong time, whole', () => {
    const rows = [
      '2026-03-02 09:00,2026-03-02 08:59,ann',
      '2026-03-02 09:00,,',
      '2026-03-02 09:00,later,ann',
      ',2026-03-02 09:00,ann',
    ];
    const found = read(rows.join('\n'), {}, shifts);
    expect(factsOf(found)).toEqual([]);
    expect(badOf(found)).toEqual([
      [1, 'the session ends before it starts'],
      [2, 'the session is empty'],
      [3, 'the time "later" does not read as iso'],
      [4, 'the time is empty'],
    ]);
  });
});

describe('the columns', () => {
  const columns = (
    given: CsvSettings['columns'],
    header = HEADER,
    hasHeader = true,
  ): (() => void) => {
    return () => read(header, { columns: given, hasHeader });
  };
  const some = { time: 'When', action: 'What', session: 'Id' };

  it('that are not there are named, with the nearest and all there are', () => {
    expect(columns({ ...some, session: 'ID' })).toThrow(
      'log.csv, line 1: there is no column "ID" (--session). Did you mean "Id"? The columns are "When", "What", "Id", "Agent"',
    );
    expect(columns({ ...some, session: '5' })).toThrow('no column "5"');
    expect(columns({ ...some, session: 'Id' }, '', false)).toThrow("give the column's number");
    expect(columns(some, 'When,What,Id,Id')).toThrow('is the name of two columns');
    expect(columns(some, 'When,"What')).not.toThrow('undefined');
  });

  it('must say when, what and whose', () => {
    const cases: [CsvSettings['columns'], string][] = [
      [{ time: 'When', action: 'What' }, 'give --time COL, --action COL and --session COL'],
      [{ ...some, startTime: 'When' }, 'give one pair'],
      [{ startTime: 'When', user: 'Agent' }, 'belong together'],
      [{ startTime: 'When', endTime: 'What' }, 'whose session'],
    ];
    for (const [given, message] of cases) expect(columns(given)).toThrow(message);
  });

  it('cannot be known from a header that cannot be read', () => {
    const importer = csvImporter(events);
    expect(() => importer.take({ type: 'not-utf8', number: 1, bytes: 9 })).toThrow(
      'log.csv, line 1: the line (9 bytes) is not UTF-8; correct the header',
    );
  });
});
