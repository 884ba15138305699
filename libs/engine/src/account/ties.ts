import type { ByteReader, ByteWriter } from '../stream/byte-writer';
import type { FactIdentity } from '../stream/events';

/** The identities of facts that another of their session, kind and instant makes needed: they decide the order of the two. */
export class Ties {
  private readonly identities = new Map<number, FactIdentity>();
  /** Facts whose identity is needed and not there. */
  private readonly missing = new Set<number>();

  /** The identities of these facts are needed. */
  need(...facts: readonly number[]): void {
    for (const fact of facts) if (!this.identities.has(fact)) this.missing.add(fact);
  }

  tell(fact: number, { source, id }: FactIdentity): void {
    this.identities.set(fact, { source, id });
    this.missing.delete(fact);
  }

  /** Facts whose identity must be told before the order can be folded. */
  get untold(): readonly number[] {
    return this.missing.size === 0 ? NONE : [...this.missing];
  }

  of(fact: number): FactIdentity {
    return this.identities.get(fact)!;
  }

  /** Writes what was told for {@link read}. */
  write(to: ByteWriter): void {
    to.number(this.identities.size);
    for (const [fact, { source, id }] of this.identities) {
      to.number(fact);
      to.text(source);
      to.text(id);
    }
  }

  read(from: ByteReader): void {
    for (let count = from.number(); count > 0; count -= 1)
      this.tell(from.number(), { source: from.text(), id: from.text() });
  }
}

const NONE: readonly number[] = [];
