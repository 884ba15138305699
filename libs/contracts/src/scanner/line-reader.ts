import type { ByteInterner } from './byte-interner';
import { FIELD, type LayoutNode, type LayoutTree } from './layout-tree';
import type { ScannedFact } from './scanned-fact';
import { plainTextEnd } from './string-slot';
import { TimeReader } from './time-bytes';

/** The strings that facts repeat, by number. */
export interface Tables {
  readonly accounts: ByteInterner;
  readonly sources: ByteInterner;
  readonly pools: ByteInterner;
  readonly activities: ByteInterner;
  readonly reasons: ByteInterner;
}

const BRANCH = 0;
const ID = FIELD.id;
const SESSION = FIELD.session;
const USER = FIELD.user;
const TIME = FIELD.time;
const ACCOUNT = FIELD.account;
const SOURCE = FIELD.source;
const POOL = FIELD.pool;
const ACTIVITY = FIELD.activity;
const REASON = FIELD.reason;
const LEASE = FIELD.lease;
const TEXT = FIELD.text;
const DIGITS = FIELD.digits;
const END = FIELD.end;

const LONGEST_ID = 200;
const LONGEST_LEASE = 604_800;

/** Where the number at `at` ends: at itself when no digit is there, behind a leading zero when it has one. */
const digitsEnd = (view: DataView, at: number): number => {
  if (view.getUint8(at) === 0x30) return at + 1;
  let end = at;
  for (let digit = view.getUint8(end); digit >= 0x30 && digit <= 0x39; digit = view.getUint8(end))
    end += 1;
  return end;
};

const takeLease = (fact: ScannedFact, at: number): number => {
  const end = digitsEnd(fact.view, at);
  let seconds = 0;
  if (end - at > 6) return -1;
  for (let place = at; place < end; place += 1)
    seconds = seconds * 10 + fact.view.getUint8(place) - 0x30;
  if (seconds < 1 || seconds > LONGEST_LEASE) return -1;
  fact.leaseSeconds = seconds;
  return end;
};

/**
 * Reads lines of learned layouts straight from their bytes. Such a line differs only in its fields' values from a line
 * that was read in full before, and a value is taken only when it is plain ASCII and valid; a string that facts repeat,
 * only when it was in a valid fact before.
 */
export class LineReader {
  private readonly time = new TimeReader();

  constructor(
    private readonly tree: LayoutTree,
    private readonly tables: Tables,
  ) {}

  /**
   * Reads the line at `from` into `fact` and returns the place behind its line end; -1 when only a full read can judge
   * the line, and `fact` then holds nothing of use. A line end must follow, and 64 readable bytes behind it.
   */
  read(fact: ScannedFact, from: number): number {
    const { view } = fact;
    fact.clear();
    let at = from;
    let node: LayoutNode | null = this.tree.root;
    while (node !== null) {
      const { literal, then } = node;
      if (!literal.standsAt(view, at)) {
        node = node.other;
        continue;
      }
      at += literal.length;
      if (then !== BRANCH) {
        if (then === END) {
          fact.kind = node.kind;
          return at;
        }
        at = this.take(then, fact, at);
        if (at < 0) return -1;
      }
      node = node.next;
    }
    return -1;
  }

  private take(field: number, fact: ScannedFact, at: number): number {
    if (field === TIME) return this.time.read(fact, at);
    if (field <= USER || field === TEXT) return this.takeId(field, fact, at);
    if (field === LEASE) return takeLease(fact, at);
    if (field === DIGITS) return digitsEnd(fact.view, at);
    return this.takeRepeated(field, fact, at);
  }

  private takeId(field: number, fact: ScannedFact, at: number): number {
    const end = plainTextEnd(fact.view, at);
    const length = end - at;
    if (field === TEXT) return end;
    if (length < 1 || length > LONGEST_ID) return -1;
    if (field === ID) {
      fact.idAt = at;
      fact.idLength = length;
    } else if (field === SESSION) {
      fact.sessionAt = at;
      fact.sessionLength = length;
    } else {
      fact.userAt = at;
      fact.userLength = length;
    }
    return end;
  }

  private takeRepeated(field: number, fact: ScannedFact, at: number): number {
    const { tables } = this;
    switch (field) {
      case ACCOUNT:
        fact.account = tables.accounts.findText(fact.view, at);
        return tables.accounts.textEnd;
      case SOURCE:
        fact.source = tables.sources.findText(fact.view, at);
        return tables.sources.textEnd;
      case POOL:
        fact.pool = tables.pools.findText(fact.view, at);
        return tables.pools.textEnd;
      case ACTIVITY:
        fact.activity = tables.activities.findText(fact.view, at);
        return tables.activities.textEnd;
      case REASON:
        fact.reason = tables.reasons.findText(fact.view, at);
        return tables.reasons.textEnd;
      default:
        return -1;
    }
  }
}
