import type { Line } from '@seatmeter/adapters';
import { CliError } from '../cli-error';
import {
  factsOrBad,
  isComplaint,
  quote,
  unreadable,
  type Importer,
  type Outcome,
} from './importer';
import type { ReadTime } from './read-time';
import { factOf } from './row';
import { meaningOf, type Words } from './words';

export interface PatternSettings {
  /** A regular expression with the named groups time, action, session, and perhaps user, pool, lease. */
  readonly pattern: string;
  readonly words: Words;
  readonly readTime: ReadTime;
  /** For lines that name none. */
  readonly pool?: string | undefined;
}

const NEEDED = ['time', 'action', 'session'];

const compiled = (pattern: string): RegExp => {
  try {
    const expression = new RegExp(pattern);
    // With an empty alternative it matches anything, and so shows its groups.
    const groups = Object.keys(new RegExp(`${pattern}|`).exec('')?.groups ?? {});
    const missing = NEEDED.filter((group) => !groups.includes(group));
    if (missing.length === 0) return expression;
    const example = missing.map((group) => `(?<${group}>…)`).join(' and ');
    throw new CliError(
      'PATTERN_WRONG',
      `--pattern has no group for ${missing.join(', ')}: write ${example} into it`,
    );
  } catch (error) {
    if (error instanceof CliError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('PATTERN_WRONG', `--pattern is no regular expression (${why}): correct it`);
  }
};

const skipped = (why: string): Outcome[] => [{ type: 'skipped', why }];

/**
 * Reads a log by a regular expression. A line it does not match, and one whose action is none of the words, is skipped:
 * logs are full of other things.
 * @throws CliError when the expression or the words cannot be used.
 */
export const patternImporter = (settings: PatternSettings): Importer => {
  const expression = compiled(settings.pattern);
  const meaning = meaningOf(settings.words);
  return {
    take: (line: Line) => {
      if (line.type !== 'text') return [unreadable(line)];
      const groups = expression.exec(line.text)?.groups;
      if (groups === undefined)
        return skipped(line.text.trim() === '' ? 'empty' : 'not matched by --pattern');
      const {
        time = '',
        action = '',
        session,
        user,
        pool,
        lease,
      } = groups as Partial<typeof groups>;
      const type = meaning.get(action.trim());
      if (type === undefined)
        return skipped(`${quote(action.trim())} is none of --start, --renew, --end`);
      const at = settings.readTime(time.trim());
      if (typeof at === 'object') return factsOrBad(line.number, at);
      const fact = factOf({
        type,
        at,
        session: session?.trim(),
        user: user?.trim(),
        pool: pool?.trim() || settings.pool,
        lease: lease?.trim(),
      });
      return factsOrBad(line.number, isComplaint(fact) ? fact : [fact]);
    },
    finish: () => [],
    notes: () => [],
  };
};
