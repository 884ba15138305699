import { createHmac } from 'node:crypto';
import type { Person } from '../ports/people';

/** Stands for a user in the streams: the HMAC of the user id under the account's key. */
export const pseudonymOf = (key: Uint8Array, userId: string): string =>
  createHmac('sha256', key).update(Buffer.from(userId, 'utf16le')).digest('base64url');

/** The pseudonyms of an account's users, remembered in memory, and who was met for the first time. */
export class Pseudonyms {
  private readonly known = new Map<string, string>();
  private met: Person[] = [];

  constructor(private readonly key: Uint8Array) {}

  of(userId: string): string {
    const known = this.known.get(userId);
    if (known !== undefined) return known;
    const pseudonym = pseudonymOf(this.key, userId);
    this.known.set(userId, pseudonym);
    this.met.push({ pseudonym, userId });
    return pseudonym;
  }

  /** The people met since the last call: whoever calls lets the directory remember them. */
  takeMet(): readonly Person[] {
    const { met } = this;
    this.met = [];
    return met;
  }
}
