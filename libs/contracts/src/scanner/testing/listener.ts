import { readSessionFact, type SessionFact } from '../../session-fact';
import type { ScannedFact } from '../scanned-fact';
import { SessionFactScanner } from '../scanner';
import { decodeSlot } from '../string-slot';

export interface Outcome {
  readonly line: number;
  /** Null: rejected. */
  readonly fact: SessionFact | null;
}

const LONGEST_LINE = 65_536;
const TYPES = ['started', 'renewed', 'ended'] as const;

/** Everything a scanner says about some bytes, with slots and numbers turned back into strings. */
export class Listener {
  readonly outcomes: Outcome[] = [];
  readonly problems: string[] = [];
  readonly scanner = new SessionFactScanner(this);

  fact(fact: ScannedFact): void {
    const { scanner } = this;
    const { bytes } = fact;
    const read = (values: readonly string[], number: number): string | undefined =>
      number < 0 ? undefined : values[number]!;
    this.outcomes.push({
      line: scanner.lines,
      fact: {
        accountId: scanner.accounts[fact.account]!,
        source: scanner.sources[fact.source]!,
        id: decodeSlot(bytes, fact.idAt, fact.idLength, fact.idWide),
        type: TYPES[fact.kind]!,
        at: fact.at,
        sessionId: decodeSlot(bytes, fact.sessionAt, fact.sessionLength, fact.sessionWide),
        userId: decodeSlot(bytes, fact.userAt, fact.userLength, fact.userWide) || undefined,
        pool: read(scanner.pools, fact.pool),
        leaseSeconds: fact.leaseSeconds || undefined,
        activity: read(scanner.activities, fact.activity),
        reason: read(scanner.reasons, fact.reason),
      },
    });
  }

  rejected(line: number, problem: string): void {
    this.outcomes.push({ line, fact: null });
    this.problems.push(problem);
  }
}

/** What a scanner says about `bytes` that come `chunk` at a time. */
export const scan = (bytes: Uint8Array, chunk = Infinity): Listener => {
  const listener = new Listener();
  for (let at = 0; at < bytes.length; at += chunk)
    listener.scanner.push(bytes.subarray(at, at + chunk));
  listener.scanner.end();
  return listener;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const factIn = (text: Uint8Array): SessionFact | null => {
  try {
    const read = readSessionFact(JSON.parse(utf8.decode(text)));
    return 'problem' in read ? null : read;
  } catch {
    return null;
  }
};

/** What a scanner must say: the lines one by one, through JSON.parse and readSessionFact. */
export const byTheBook = (bytes: Buffer): Outcome[] => {
  const outcomes: Outcome[] = [];
  const mark = bytes.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0;
  for (let start = mark, line = 1; start < bytes.length || (line === 1 && mark === 3); line += 1) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.subarray(start, end > start && bytes[end - 1] === 13 ? end - 1 : end);
    start = end + 1;
    if (text.length > LONGEST_LINE) outcomes.push({ line, fact: null });
    else if (text.some((byte) => byte !== 32 && byte !== 9 && byte !== 13))
      outcomes.push({ line, fact: factIn(text) });
  }
  return outcomes;
};
