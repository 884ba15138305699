import type { FactType } from '@seatmeter/metering';
import { CliError } from '../cli-error';

/** Which words of the log begin a session, keep it alive and end it. */
export interface Words {
  readonly start: readonly string[];
  readonly renew: readonly string[];
  readonly end: readonly string[];
}

/** @throws CliError when a word means two things, or nothing can begin. */
export const meaningOf = (words: Words): ReadonlyMap<string, FactType> => {
  if (words.start.length === 0)
    throw new CliError('START_MISSING', 'no word begins a session: give --start WORD');
  const meaning = new Map<string, FactType>();
  for (const [type, list] of [
    ['started', words.start],
    ['renewed', words.renew],
    ['ended', words.end],
  ] as const) {
    for (const word of list) {
      const known = meaning.get(word);
      if (known !== undefined && known !== type)
        throw new CliError(
          'WORD_AMBIGUOUS',
          `the word "${word}" is given twice, with two meanings: give it to one of --start, --renew, --end`,
        );
      meaning.set(word, type);
    }
  }
  return meaning;
};
