import { PLACE } from './kernel-memory';
import {
  branch,
  branchIf,
  give,
  I32,
  i32,
  I64,
  i64,
  loop,
  select,
  set,
  unreachable,
  V128,
  v128,
  when,
  type Code,
  type Local,
  type Program,
} from './wasm';

/** Of a string in a table: its number, its length, then from here on its bytes, filled up with zeroes to sixteens. */
export const STRING = { number: 0, length: 4, bytes: 16 } as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The first byte that is no control byte; those of 0x80 and above are less, too, where bytes have signs. */
const SPACE = 0x20;
const MIX = [0x9e3779b97f4a7c15n, 0xc2b2ae3d27d4eb4fn].map((odd) => i64.const(odd));

/** Bits for those of sixteen bytes that end plain text: quotes, backslashes, control bytes, bytes of 0x80 and above. */
export const textEnds = (text: Code): Code =>
  v128.bitmask(
    v128.or(
      v128.or(v128.eq(text, v128.each(QUOTE)), v128.eq(text, v128.each(BACKSLASH))),
      v128.ltSigned(text, v128.each(SPACE)),
    ),
  );

/** The first `left` of sixteen bytes, and zeroes for the others. */
export const firstOf = (text: Code, left: Code): Code =>
  v128.and(
    text,
    v128.load(
      select(i32.ltU(left, i32.const(16)), i32.sub(i32.const(16), left), i32.const(0)),
      PLACE.masks,
    ),
  );

export const isSame = (one: Code, other: Code): Code => v128.allTrue(v128.eq(one, other));

/** Adds sixteen bytes to a hash. */
const mix = (sum: Local, text: Local): Code => {
  const turned = (value: Code): Code => i64.rotateLeft(value, i64.const(32n));
  return [
    set(sum, turned(i64.mul(i64.xor(sum, v128.half(text, 0)), MIX[0]!))),
    set(sum, turned(i64.mul(i64.xor(sum, v128.half(text, 1)), MIX[1]!))),
  ];
};

const start = (at: Code, end: Code): Code => i64.extend(i32.sub(end, at));

/** Looks for the entry of a table whose length and bytes are the same; gives its number, or -1. */
const probe = (
  my: Readonly<Record<'table' | 'slot' | 'entry' | 'at' | 'end', Local>>,
  hash: Code,
  isEqual: Code,
): Code => [
  set(my.slot, hash),
  loop(
    set(my.slot, i32.and(my.slot, i32.load(my.table, 4))),
    set(my.entry, i32.load(i32.add(i32.load(my.table), i32.shl(my.slot, i32.const(2))))),
    when(i32.eqz(my.entry), give(i32.const(-1))),
    when(
      i32.eq(i32.load(my.entry, STRING.length), i32.sub(my.end, my.at)),
      when(isEqual, give(i32.load(my.entry, STRING.number))),
    ),
    set(my.slot, i32.add(my.slot, i32.const(1))),
    branch(0),
  ),
  unreachable,
];

/** What finds the ends of strings, and strings in tables. Places are its arguments. */
interface StringsCode {
  /** The place of the first byte that ends plain text. There must be one. */
  readonly textEnd: (at: Code) => Code;
  /** The number that a table has for the string from `at` to `end`, -1 when it has none. */
  readonly find: (table: Code, at: Code, end: Code) => Code;
}

export const stringsCode = (program: Program): StringsCode => {
  const textEnd = program.define('textEnd', { at: I32 }, I32, { odd: I32 }, (my) => [
    loop(
      set(my.odd, textEnds(v128.load(my.at))),
      when(my.odd, give(i32.add(my.at, i32.ctz(my.odd)))),
      set(my.at, i32.add(my.at, i32.const(16))),
      branch(0),
    ),
    unreachable,
  ]);

  const hash = program.define(
    'hash',
    { at: I32, end: I32 },
    I32,
    { text: V128, sum: I64 },
    (my) => [
      set(my.sum, start(my.at, my.end)),
      loop(
        set(my.text, firstOf(v128.load(my.at), i32.sub(my.end, my.at))),
        mix(my.sum, my.text),
        set(my.at, i32.add(my.at, i32.const(16))),
        branchIf(0, i32.ltU(my.at, my.end)),
      ),
      i32.wrap(my.sum),
    ],
  );

  /** Whether the bytes from `at` to `end`, one at least, are those at `other`, which zeroes fill up to sixteens. */
  const same = program.define('same', { at: I32, end: I32, other: I32 }, I32, {}, (my) => [
    loop(
      when(
        i32.gt(i32.sub(my.end, my.at), i32.const(16)),
        when(i32.eqz(isSame(v128.load(my.at), v128.load(my.other))), give(i32.const(0))),
        set(my.at, i32.add(my.at, i32.const(16))),
        set(my.other, i32.add(my.other, i32.const(16))),
        branch(1),
      ),
    ),
    isSame(firstOf(v128.load(my.at), i32.sub(my.end, my.at)), v128.load(my.other)),
  ]);

  const findLong = program.define(
    'findLong',
    { table: I32, at: I32, end: I32 },
    I32,
    { slot: I32, entry: I32 },
    (my) =>
      probe(
        my,
        hash(my.at, my.end),
        same(my.at, my.end, i32.add(my.entry, i32.const(STRING.bytes))),
      ),
  );

  /** Most strings have at most sixteen bytes, which are hashed and compared at once. */
  const find = program.define(
    'find',
    { table: I32, at: I32, end: I32 },
    I32,
    { slot: I32, entry: I32, text: V128, sum: I64 },
    (my) => [
      when(i32.gtU(i32.sub(my.end, my.at), i32.const(16)), give(findLong(my.table, my.at, my.end))),
      set(my.text, firstOf(v128.load(my.at), i32.sub(my.end, my.at))),
      set(my.sum, start(my.at, my.end)),
      mix(my.sum, my.text),
      probe(my, i32.wrap(my.sum), isSame(my.text, v128.load(my.entry, STRING.bytes))),
    ],
  );
  return { textEnd, find };
};
