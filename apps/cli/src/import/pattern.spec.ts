import { CliError } from '../cli-error';
import type { Outcome } from './importer';
import { patternImporter } from './pattern';
import { timeReader } from './read-time';

const LICENCES = 'License (?<action>IN|OUT) +@ (?<time>\\S+) for job (?<session>\\d+)';
const words = { start: ['OUT'], renew: [], end: ['IN'] };

const read = (text: string, settings: { pattern?: string; pool?: string } = {}): Outcome[] => {
  const readTime = timeReader('yyyy/MM/dd_HH:mm:ss', 'UTC');
  const importer = patternImporter({ pattern: LICENCES, words, readTime, ...settings });
  return text
    .split('\n')
    .flatMap((line, index) => importer.take({ type: 'text', number: index + 1, text: line }));
};

describe('a log read by a pattern', () => {
  it('gives a fact a line that matches, the session being its own user', () => {
    const log = [
      'License OUT @ 2008/10/02_23:31:01 for job 0',
      'License IN  @ 2008/10/03_00:00:35 for job 0',
    ];
    expect(read(log.join('\n'))).toEqual([
      {
        type: 'facts',
        facts: [
          { type: 'started', at: Date.UTC(2008, 9, 2, 23, 31, 1), sessionId: '0', userId: '0' },
        ],
      },
      {
        type: 'facts',
        facts: [{ type: 'ended', at: Date.UTC(2008, 9, 3, 0, 0, 35), sessionId: '0' }],
      },
    ]);
  });

  it('takes user, pool and lease from their groups, and the pool from the option where there is none', () => {
    const pattern =
      '(?<time>\\S+) (?<action>\\w+) (?<session>\\w+) (?<user>\\w+)( pool=(?<pool>\\w+))?( (?<lease>\\d+)s)?';
    const log = '2008/10/02_23:31:01 OUT s1 ann pool=gold 900s\n2008/10/02_23:31:02 OUT s2 ben';
    const at = Date.UTC(2008, 9, 2, 23, 31, 1);
    const ann = { sessionId: 's1', userId: 'ann', pool: 'gold', leaseSeconds: 900 };
    const ben = { sessionId: 's2', userId: 'ben', pool: 'basic' };
    expect(read(log, { pattern, pool: 'basic' })).toEqual([
      { type: 'facts', facts: [{ type: 'started', at, ...ann }] },
      { type: 'facts', facts: [{ type: 'started', at: at + 1000, ...ben }] },
    ]);
  });

  it('skips what it does not match and actions that are no word of ours, and says which', () => {
    const pattern = '(?<time>\\S+) (?<action>\\w+) (?<session>\\w+)';
    expect(read('server up\n\n2008/10/02_23:31:01 DENIED s1', { pattern })).toEqual([
      { type: 'skipped', why: 'not matched by --pattern' },
      { type: 'skipped', why: 'empty' },
      { type: 'skipped', why: '"DENIED" is none of --start, --renew, --end' },
    ]);
  });

  it('calls a line bad that matches and cannot be right', () => {
    const pattern = '(?<time>\\S+) (?<action>\\w+) (?<session>\\w*)';
    const log = `2008/13/02_23:31:01 OUT s1\n2008/10/02_23:31:01 OUT \n2008/10/02_23:31:01 OUT ${'x'.repeat(201)}`;
    const bad = read(log, { pattern }).map((outcome) => outcome.type === 'bad' && outcome);
    expect(bad).toMatchObject([
      { line: 1, wrong: 'the time "2008/13/02_23:31:01" does not read as yyyy/MM/dd_HH:mm:ss' },
      { line: 2, wrong: 'the session is empty' },
      { line: 3, wrong: 'the session has 201 characters, more than 200' },
    ]);
  });

  it('has no text for a line that is too long or no UTF-8', () => {
    const importer = patternImporter({
      pattern: LICENCES,
      words,
      readTime: timeReader('iso', 'UTC'),
    });
    expect(importer.take({ type: 'not-utf8', number: 7, bytes: 3 })).toMatchObject([
      { type: 'bad', line: 7 },
    ]);
    expect(
      importer.take({ type: 'too-long', number: 8, bytes: 70_000, limit: 65_536 }),
    ).toMatchObject([
      { type: 'bad', line: 8, wrong: 'the line has 70,000 bytes, more than 65,536' },
    ]);
  });
});

describe('a pattern is refused', () => {
  const refusalOf = (pattern: string, given = words): string => {
    try {
      patternImporter({ pattern, words: given, readTime: timeReader('iso', 'UTC') });
    } catch (error) {
      if (error instanceof CliError && error.exitCode === 2) return error.message;
    }
    throw new Error('was taken');
  };

  it('when it is no regular expression', () => {
    expect(refusalOf('(?<time>')).toMatch(
      /^--pattern is no regular expression \(.*\): correct it$/,
    );
  });

  it('when it lacks a group, naming it', () => {
    expect(refusalOf('(?<time>.)(?<session>.)')).toBe(
      '--pattern has no group for action: write (?<action>…) into it',
    );
    expect(refusalOf('plain')).toMatch('time, action, session');
  });

  it('when a word has two meanings, or nothing begins', () => {
    expect(refusalOf(LICENCES, { start: ['X'], renew: [], end: ['X'] })).toMatch(
      '"X" is given twice',
    );
    expect(refusalOf(LICENCES, { start: [], renew: [], end: ['X'] })).toMatch('give --start WORD');
  });
});
