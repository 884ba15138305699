import { FIELD, type Field, type LayoutStep } from './layout-tree';

const LONGEST = 4096;
/** Fields and line end of a layout; a usual one has a dozen. */
const MOST_STEPS = 40;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const FRACTION_MARKS: ReadonlySet<number> = new Set([0x2e, 0x45, 0x65]);
const SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d]);

const ENVELOPE: ReadonlyMap<string, Field> = new Map([
  ['id', FIELD.id],
  ['source', FIELD.source],
  ['time', FIELD.time],
]);
const DATA: ReadonlyMap<string, Field> = new Map([
  ['accountId', FIELD.account],
  ['sessionId', FIELD.session],
  ['userId', FIELD.user],
  ['pool', FIELD.pool],
  ['activity', FIELD.activity],
  ['reason', FIELD.reason],
]);
/** Texts of the envelope that a layout fixes, since they decide what the line means. */
const FIXED: ReadonlySet<string> = new Set(['specversion', 'type']);

const isLetter = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isPlain = (byte: number): boolean =>
  byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== 0x5c;

type Level = 'envelope' | 'data';

/** Walks one line that is known to be a valid fact in JSON. Methods return false when the line is not plain enough. */
class Walk {
  readonly steps: LayoutStep[] = [];
  private literalFrom: number;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {
    this.literalFrom = at;
  }

  line(): boolean {
    this.space();
    if (!this.object('envelope') || this.byte() !== NEWLINE) return false;
    return this.cut(this.at + 1, FIELD.end, this.at + 1);
  }

  private object(level: Level): boolean {
    const keys = new Set<string>();
    this.take(OPEN);
    if (this.take(CLOSE)) return true;
    do {
      const from = this.at + 1;
      const end = this.textEnd(from);
      if (end < 0) return false;
      const key = String.fromCharCode(...this.bytes.subarray(from, end));
      if (keys.has(key)) return false;
      keys.add(key);
      this.skipTo(end + 1);
      this.take(COLON);
      if (!this.value(level, key)) return false;
    } while (this.take(COMMA));
    return this.take(CLOSE);
  }

  private value(level: Level, key: string): boolean {
    const first = this.byte();
    if (first === QUOTE) return this.text(level, key);
    if (isDigit(first)) return this.digits(level, key);
    if (first === OPEN) return level === 'envelope' && key === 'data' && this.object('data');
    let end = this.at;
    while (isLetter(this.bytes[end]!)) end += 1;
    const isWord = end > this.at;
    this.skipTo(end);
    return isWord;
  }

  private text(level: Level, key: string): boolean {
    const from = this.at + 1;
    const end = this.textEnd(from);
    if (end < 0) return false;
    const field = (level === 'data' ? DATA : ENVELOPE).get(key) ?? FIELD.text;
    this.skipTo(end + 1);
    return (level === 'envelope' && FIXED.has(key)) || this.cut(from, field, end);
  }

  private digits(level: Level, key: string): boolean {
    let end = this.at;
    while (isDigit(this.bytes[end]!)) end += 1;
    const isLease = level === 'data' && key === 'leaseSeconds';
    const from = this.at;
    this.skipTo(end);
    if (FRACTION_MARKS.has(this.bytes[end]!)) return false;
    return this.cut(from, isLease ? FIELD.lease : FIELD.digits, end);
  }

  /** Ends a literal at `end` with the field `then`, and begins the next at `next`. False when that makes too many. */
  private cut(end: number, then: Field, next: number): boolean {
    this.steps.push({ literal: this.bytes.slice(this.literalFrom, end), then });
    this.literalFrom = next;
    return this.steps.length <= MOST_STEPS;
  }

  /** The place of the quote that ends the string begun at `from`, -1 when something stranger comes first. */
  private textEnd(from: number): number {
    let at = from;
    while (isPlain(this.bytes[at]!)) at += 1;
    return this.bytes[at] === QUOTE ? at : -1;
  }

  private byte(): number {
    return this.bytes[this.at]!;
  }

  private skipTo(at: number): void {
    this.at = at;
    this.space();
  }

  private space(): void {
    while (SPACE.has(this.byte())) this.at += 1;
  }

  private take(byte: number): boolean {
    if (this.byte() !== byte) return false;
    this.skipTo(this.at + 1);
    return true;
  }
}

/**
 * The layout of the line from `start` to `end`, its line feed included, which must be a valid fact in JSON. Null when it
 * has none to learn: an escape, a byte that is not ASCII, a key twice, a list, a nested field but `data`, a number other
 * than plain digits, or more bytes or fields than a layout should have.
 */
export const layoutOf = (
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly LayoutStep[] | null => {
  if (end - start > LONGEST) return null;
  const walk = new Walk(bytes, start);
  return walk.line() ? walk.steps : null;
};
