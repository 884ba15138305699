import { People, type Person } from '@seatmeter/engine';
import { randomBytes } from 'node:crypto';

/** For tests and for trying things out: what it holds ends with the process. */
export class MemoryPeople extends People {
  private readonly keys = new Map<string, Uint8Array>();
  private readonly people = new Map<string, Map<string, string>>();

  override keyOf(account: string): Promise<Uint8Array> {
    const key = this.keys.get(account) ?? new Uint8Array(randomBytes(32));
    this.keys.set(account, key);
    return Promise.resolve(key.slice());
  }

  override remember(met: ReadonlyMap<string, readonly Person[]>): Promise<void> {
    for (const [account, people] of met) {
      const known = this.people.get(account) ?? new Map<string, string>();
      this.people.set(account, known);
      for (const { pseudonym, userId } of people)
        if (!known.has(pseudonym)) known.set(pseudonym, userId);
    }
    return Promise.resolve();
  }

  override namesOf(account: string, pseudonyms: readonly string[]): Promise<Map<string, string>> {
    const known = this.people.get(account);
    const names = new Map<string, string>();
    for (const pseudonym of pseudonyms) {
      const name = known?.get(pseudonym);
      if (name !== undefined) names.set(pseudonym, name);
    }
    return Promise.resolve(names);
  }

  override erase(account: string, pseudonym: string): Promise<boolean> {
    return Promise.resolve(this.people.get(account)?.delete(pseudonym) ?? false);
  }
}
