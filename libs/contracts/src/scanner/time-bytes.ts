import { utcMinute, withinYears } from '../instant';

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

/** A minute of the day that `YYYY-MM-DD` names, as UTC, in ms; NaN for anything else. */
const minuteOf = (view: DataView, at: number, hour: number, minute: number): number => {
  if (view.getUint8(at + 4) !== DASH || view.getUint8(at + 7) !== DASH) return NaN;
  const year = twoDigits(view, at) * 100 + twoDigits(view, at + 2);
  return utcMinute(year, twoDigits(view, at + 5), twoDigits(view, at + 8), hour, minute);
};

/** The start of the day that `YYYY-MM-DD` names in UTC; NaN for what is none of the years an instant can have. */
export const dayAt = (view: DataView, at: number): number => withinYears(minuteOf(view, at, 0, 0));

/** The minute that `YYYY-MM-DDTHH:MM` names, read as UTC, in ms; NaN for anything else. */
const minuteAt = (view: DataView, at: number): number => {
  if (view.getUint8(at + 10) !== UPPER_T || view.getUint8(at + 13) !== COLON) return NaN;
  return minuteOf(view, at, twoDigits(view, at + 11), twoDigits(view, at + 14));
};

/** Reads times as emitters write them straight from bytes; remembers the last minute, since times come nearly in order. */
export class TimeReader {
  /** What {@link read} read. */
  instant = NaN;
  private date = NaN;
  private clock = NaN;
  private minute = NaN;

  /**
   * Reads the time at `at`, with any number of digits behind the point and any offset; returns the place behind it, or -1
   * for what only a full read can judge. 24 bytes from `at` must be readable, and an odd byte come before those end.
   */
  read(view: DataView, at: number): number {
    const date = view.getFloat64(at, true);
    const clock = view.getFloat64(at + 8, true);
    if (date !== this.date || clock !== this.clock) {
      this.minute = minuteAt(view, at);
      this.date = date;
      this.clock = clock;
    }
    const second = twoDigits(view, at + 17);
    if (view.getUint8(at + 16) !== COLON || !(second <= 59)) return -1;
    let end = at + 19;
    let millis = 0;
    if (view.getUint8(end) === POINT) {
      end += 1;
      const first = end;
      for (let unit = 100; ; unit = Math.trunc(unit / 10), end += 1) {
        const digit = view.getUint8(end) - 48;
        if (digit < 0 || digit > 9) break;
        millis += unit * digit;
      }
      if (end === first) return -1;
    }
    return this.readZone(view, this.minute + second * 1000 + millis, end);
  }

  private readZone(view: DataView, local: number, at: number): number {
    const mark = view.getUint8(at);
    if (mark === UPPER_Z) return this.keep(local, at + 1);
    const hours = twoDigits(view, at + 1);
    const minutes = twoDigits(view, at + 4);
    if ((mark !== PLUS && mark !== DASH) || view.getUint8(at + 3) !== COLON) return -1;
    if (!(hours <= 23 && minutes <= 59)) return -1;
    const offset = (hours * 60 + minutes) * 60_000;
    return this.keep(mark === PLUS ? local - offset : local + offset, at + 6);
  }

  private keep(instant: number, end: number): number {
    this.instant = withinYears(instant);
    return Number.isNaN(this.instant) ? -1 : end;
  }
}
