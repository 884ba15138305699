import { DAY_SLOT, IN_ROW, PLACE } from './kernel-memory';
import { firstOf, isSame } from './kernel-strings';
import {
  F64,
  f64,
  give,
  I32,
  i32,
  I64,
  i64,
  select,
  set,
  V128,
  v128,
  when,
  type Code,
  type Local,
  type Program,
} from './wasm';

/** `THH:MM` and `:SS.mmmZ`, all digits zero; and what makes a byte that is too much for its place reach its top bit. */
const CLOCK = 0x30303a303054n;
const CLOCK_TOO_MUCH = 0x7f7f767a7f767d7fn;
const TAIL = 0x5a3030302e30303an;
const TAIL_TOO_MUCH = 0x7f7676767f767a7fn;
const TOP_BITS = 0x8080808080808080n;

const byteOf = (word: Local, byte: number): Code =>
  i32.and(i32.wrap(i64.shr(word, i64.const(BigInt(8 * byte)))), i32.const(0xff));
const sum = (...values: Code[]): Code => values.reduce((one, other) => i32.add(one, other));
/** Digits of a word, each as many as it is worth. */
const worth = (word: Local, ...digits: readonly (readonly [byte: number, each: number])[]): Code =>
  sum(...digits.map(([byte, each]) => i32.mul(byteOf(word, byte), i32.const(each))));
/** The top bits of bytes that are too much for their places. */
const tooMuch = (word: Local, limits: bigint): Code =>
  i64.and(i64.or(i64.add(word, i64.const(limits)), word), i64.const(TOP_BITS));

/** Where a day is kept: `YY-MM-DD` is hashed. */
const slotOf = (at: Code): Code => {
  const hash = i64.shr(i64.mul(i64.load(at, 2), i64.const(0x9e3779b97f4a7c15n)), i64.const(56n));
  return i32.add(i32.mul(i32.wrap(hash), i32.const(DAY_SLOT)), i32.const(PLACE.days));
};

/** What the host reads, at a place, since it is rare. */
interface Host {
  /** The start of the day, as a float64; NaN when it is none. */
  readonly day: (at: Code) => Code;
  /** The whole time to `PLACE.found`; the place behind it, or -1. */
  readonly time: (at: Code) => Code;
}

/** What reads the time at a place into a row; gives the place behind it, or -1. */
export const timeCode = (program: Program, host: Host): ((at: Code, row: Code) => Code) =>
  program.define(
    'readTime',
    { at: I32, row: I32 },
    I32,
    { date: V128, day: I32, clock: I64, tail: I64, hours: I32, instant: F64 },
    (my) => [
      set(my.clock, i64.xor(i64.shr(i64.load(my.at, 8), i64.const(16n)), i64.const(CLOCK))),
      set(my.tail, i64.xor(i64.load(my.at, 16), i64.const(TAIL))),
      set(my.hours, worth(my.clock, [1, 10], [2, 1])),
      when(
        i32.or(
          i32.gt(my.hours, i32.const(23)),
          i32.eqz(
            i64.eqz(i64.or(tooMuch(my.clock, CLOCK_TOO_MUCH), tooMuch(my.tail, TAIL_TOO_MUCH))),
          ),
        ),
        set(my.day, host.time(my.at)),
        f64.store(my.row, f64.load(i32.const(PLACE.found)), IN_ROW.at),
        give(my.day),
      ),
      set(my.date, firstOf(v128.load(my.at), i32.const(10))),
      set(my.day, slotOf(my.at)),
      when(
        i32.eqz(isSame(my.date, v128.load(my.day))),
        v128.store(my.day, my.date),
        f64.store(my.day, host.day(my.at), 16),
      ),
      set(
        my.instant,
        f64.add(
          f64.load(my.day, 16),
          f64.convert(
            sum(
              i32.mul(my.hours, i32.const(3_600_000)),
              worth(my.clock, [4, 600_000], [5, 60_000]),
              worth(my.tail, [1, 10_000], [2, 1000], [4, 100], [5, 10], [6, 1]),
            ),
          ),
        ),
      ),
      f64.store(my.row, my.instant, IN_ROW.at),
      // What is of no day is NaN, and not equal to itself.
      select(f64.eq(my.instant, my.instant), i32.add(my.at, i32.const(24)), i32.const(-1)),
    ],
  );
