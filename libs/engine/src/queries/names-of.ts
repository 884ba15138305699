import type { People } from '../ports/people';

/** Gives for each of these pseudonyms of an account the name, while it is there; else the pseudonym. */
export const namesOf = async (
  people: People,
  account: string,
  pseudonyms: readonly string[],
): Promise<(pseudonym: string) => string> => {
  const names = await people.namesOf(account, pseudonyms);
  return (pseudonym) => names.get(pseudonym) ?? pseudonym;
};
