import { utcMinute, withinYears } from '../instant';
import type { ScannedFact } from './scanned-fact';

const DASH = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const PLUS = 0x2b;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;

const twoDigits = (view: DataView, at: number): number => {
  const tens = view.getUint8(at) - 48;
  const ones = view.getUint8(at + 1) - 48;
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? NaN : tens * 10 + ones;
};

/** The minute that `YYYY-MM-DDTHH:MM` names, read as UTC, in ms; NaN for anything else. */
const minuteAt = (view: DataView, at: number): number => {
  const marked =
    view.getUint8(at + 4) === DASH &&
    view.getUint8(at + 7) === DASH &&
    view.getUint8(at + 10) === UPPER_T &&
    view.getUint8(at + 13) === COLON;
  if (!marked) return NaN;
  return utcMinute(
    twoDigits(view, at) * 100 + twoDigits(view, at + 2),
    twoDigits(view, at + 5),
    twoDigits(view, at + 8),
    twoDigits(view, at + 11),
    twoDigits(view, at + 14),
  );
};

/** Reads times as emitters write them straight from bytes; remembers the last minute, since times come nearly in order. */
export class TimeReader {
  private date = NaN;
  private clock = NaN;
  private minute = NaN;

  /**
   * Reads the time at `at` into `fact.at` and returns the place behind it, or -1 for what only the full reader can judge.
   * 24 bytes from `at` must be readable, and an odd byte must come before the readable ones end.
   */
  read(fact: ScannedFact, at: number): number {
    const { view } = fact;
    const date = view.getFloat64(at, true);
    const clock = view.getFloat64(at + 8, true);
    if (date !== this.date || clock !== this.clock) {
      this.minute = minuteAt(view, at);
      this.date = date;
      this.clock = clock;
    }
    const seconds = view.getInt32(at + 16, true);
    const millis = view.getInt32(at + 20, true);
    if ((seconds & 0xff0000ff) !== 0x2e00003a || millis >>> 24 !== UPPER_Z)
      return this.readAnyFraction(fact, at + 16);
    const s10 = ((seconds >>> 8) & 0xff) - 48;
    const s1 = ((seconds >>> 16) & 0xff) - 48;
    const m100 = (millis & 0xff) - 48;
    const m10 = ((millis >>> 8) & 0xff) - 48;
    const m1 = ((millis >>> 16) & 0xff) - 48;
    const low = s10 | s1 | m100 | m10 | m1;
    const high = (5 - s10) | (9 - s1) | (9 - m100) | (9 - m10) | (9 - m1);
    if ((low | high) < 0) return -1;
    const instant = this.minute + (s10 * 10000 + s1 * 1000 + m100 * 100 + m10 * 10 + m1);
    return this.keep(fact, instant, at + 24);
  }

  /** The same from `:SS` on, with any number of digits behind the point and any offset. */
  private readAnyFraction(fact: ScannedFact, from: number): number {
    const { view } = fact;
    const second = twoDigits(view, from + 1);
    if (view.getUint8(from) !== COLON || !(second <= 59)) return -1;
    let at = from + 3;
    let millis = 0;
    if (view.getUint8(at) === POINT) {
      at += 1;
      const first = at;
      for (let unit = 100; ; unit = Math.trunc(unit / 10), at += 1) {
        const digit = view.getUint8(at) - 48;
        if (digit < 0 || digit > 9) break;
        millis += unit * digit;
      }
      if (at === first) return -1;
    }
    return this.readZone(fact, this.minute + second * 1000 + millis, at);
  }

  private readZone(fact: ScannedFact, local: number, at: number): number {
    const { view } = fact;
    const mark = view.getUint8(at);
    if (mark === UPPER_Z) return this.keep(fact, local, at + 1);
    const hours = twoDigits(view, at + 1);
    const minutes = twoDigits(view, at + 4);
    if ((mark !== PLUS && mark !== DASH) || view.getUint8(at + 3) !== COLON) return -1;
    if (!(hours <= 23 && minutes <= 59)) return -1;
    const offset = (hours * 60 + minutes) * 60_000;
    return this.keep(fact, mark === PLUS ? local - offset : local + offset, at + 6);
  }

  private keep(fact: ScannedFact, instant: number, end: number): number {
    fact.at = withinYears(instant);
    return Number.isNaN(fact.at) ? -1 : end;
  }
}
