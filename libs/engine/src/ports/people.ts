/** One person of an account: what the streams hold in place of the name, and the name. */
export interface Person {
  /** The HMAC of the user id under the account's key, 43 characters of base64url. */
  readonly pseudonym: string;
  readonly userId: string;
}

/**
 * Who hides behind the pseudonyms, and the keys that make them: personal data, kept apart from the streams so that one
 * person can be erased and no figure, hash or digest changes. Durable when it resolves. Every adapter passes
 * `testing/people.contract.ts`. @throws StoreFailed when it cannot be read or written.
 */
export abstract class People {
  /** The account's key, 32 random bytes: made when it is first asked for, and the same ever after, for every process. */
  abstract keyOf(account: string): Promise<Uint8Array>;

  /** Notes people, by account, all of them or none; those who are known already stay as they are. */
  abstract remember(met: ReadonlyMap<string, readonly Person[]>): Promise<void>;

  /** The user ids of those who are known, by pseudonym. */
  abstract namesOf(account: string, pseudonyms: readonly string[]): Promise<Map<string, string>>;

  /** Forgets one person for good; false when nobody of that pseudonym is known. */
  abstract erase(account: string, pseudonym: string): Promise<boolean>;
}
