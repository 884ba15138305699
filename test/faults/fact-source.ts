import type { Dice } from './dice';
import { contentOf, DAY, STEADY, type Fact, type Parcel } from './facts';

const STEP = 600_000;
const USERS = 30;
const MOST_OPEN = 12;

/** What one emitter has to say: sessions over several accounts, sent late, twice, and with ids used again. */
export class FactSource {
  private readonly said: Fact[] = [];
  private readonly contents = new Set<string>();
  private readonly open: Fact[] = [];
  private cursor: number;
  private number = 0;

  constructor(
    private readonly name: string,
    private readonly dice: Dice,
    private readonly now: number,
  ) {
    this.cursor = now - 50 * DAY;
  }

  /** The next parcel, and how many of its facts were said before. */
  next(): Parcel & { readonly repeats: number } {
    const facts: Fact[] = [];
    const size = this.dice.between(1, 24);
    while (facts.length < size) facts.push(...this.some());
    return { facts, repeats: facts.filter((fact) => !this.note(fact)).length };
  }

  /** @returns whether it is new. */
  private note(fact: Fact): boolean {
    const { size } = this.contents.add(contentOf(fact));
    const isNew = size > this.said.length;
    if (isNew) this.said.push(fact);
    return isNew;
  }

  private some(): Fact[] {
    const { dice } = this;
    this.cursor += STEP * dice.between(0, 1);
    if (this.cursor > this.now - DAY / 12) this.cursor -= 49 * DAY;
    const fate = dice.roll();
    if (this.said.length > 0 && fate < 0.08) return [dice.of(this.said)];
    if (this.said.length > 0 && fate < 0.12) {
      const known = dice.of(this.said);
      return [{ ...known, at: known.at + STEP * dice.between(1, 3) }];
    }
    if (fate < 0.16) return this.late();
    if (fate < 0.18) return [{ ...this.start(this.cursor), accountId: 'stranger' }];
    if (this.open.length > 0 && fate < 0.28) return [this.renewal()];
    if (this.open.length > MOST_OPEN || (this.open.length > 0 && fate < 0.62)) return [this.end()];
    const started = this.start(this.cursor);
    this.open.push(started);
    return [started];
  }

  /** A whole session of up to three days ago, and a sign-out that nobody signed in for. */
  private late(): Fact[] {
    const started = this.start(this.cursor - STEP * this.dice.between(1, 432));
    const at = started.at + STEP * this.dice.between(0, 9);
    const ended = this.after(started, 'ended', at);
    return [ended, started, { ...ended, id: this.nextId(), sessionId: `${this.name}-nobody` }];
  }

  private start(at: number): Fact {
    const { dice } = this;
    const { id: accountId } = dice.of(STEADY);
    const id = this.nextId();
    return {
      accountId,
      source: this.name,
      id,
      type: 'started',
      at,
      sessionId: `${this.name}-s${id}`,
      userId: `user-${dice.between(1, USERS)}`,
      pool: accountId === 'north' ? dice.of(['elite', 'basic']) : 'elite',
      ...(dice.chance(0.2) ? { leaseSeconds: 600 * dice.between(1, 12) } : {}),
      ...(dice.chance(0.1) ? { activity: 'work-session' } : {}),
    };
  }

  private renewal(): Fact {
    const renewed = this.after(this.dice.of(this.open), 'renewed', this.cursor);
    return this.dice.chance(0.5) ? renewed : { ...renewed, leaseSeconds: 1200 };
  }

  private end(): Fact {
    const [started] = this.open.splice(this.dice.between(0, this.open.length - 1), 1);
    const ended = this.after(started!, 'ended', this.cursor);
    return this.dice.chance(0.3) ? { ...ended, reason: 'sign-out' } : ended;
  }

  private after({ accountId, source, sessionId }: Fact, type: Fact['type'], at: number): Fact {
    return { accountId, source, id: this.nextId(), type, at, sessionId };
  }

  private nextId(): string {
    this.number += 1;
    return String(this.number);
  }
}
