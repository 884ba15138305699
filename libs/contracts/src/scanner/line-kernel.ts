import { LONGEST_ID } from '../session-fact';
import { IN_ROW, LONGEST_LINE, MOST_ROWS, PLACE, ROW } from './kernel-memory';
import { stringsCode, textEnds } from './kernel-strings';
import { timeCode } from './kernel-times';
import { FIELD } from './layout-tree';
import {
  block,
  branch,
  branchIf,
  F64,
  f64,
  give,
  I32,
  i32,
  i64,
  loop,
  Program,
  set,
  v128,
  when,
  type Code,
  type Local,
} from './wasm';

/** Numbers of a node of the layouts in memory, int32 each. */
export const NODE = { literal: 0, length: 4, then: 8, kind: 12, next: 16, other: 20 } as const;
export const NODE_SIZE = 32;

const NONE = i32.const(-1);
const program = new Program();

/** What the host does, since it is rare: each takes a place. The last three give the place behind what they read, or -1. */
const host = {
  day: program.import('day', [I32], F64),
  time: program.import('time', [I32], I32),
  lease: program.import('lease', [I32], I32),
  digits: program.import('digits', [I32], I32),
};
const { textEnd, find } = stringsCode(program);
const time = timeCode(program, host);

/** Moves `at` behind the node's literal, or branches out of the block around when that does not stand there. */
const takeLiteral = (my: Readonly<Record<'at' | 'node' | 'bytes' | 'left', Local>>): Code => [
  set(my.bytes, i32.load(my.node, NODE.literal)),
  set(my.left, i32.load(my.node, NODE.length)),
  loop(
    when(
      i32.gt(my.left, i32.const(16)),
      branchIf(2, i32.eqz(v128.allTrue(v128.eq(v128.load(my.at), v128.load(my.bytes))))),
      set(my.at, i32.add(my.at, i32.const(16))),
      set(my.bytes, i32.add(my.bytes, i32.const(16))),
      set(my.left, i32.sub(my.left, i32.const(16))),
      branch(1),
    ),
  ),
  branchIf(
    0,
    i32.ne(
      i32.or(v128.bitmask(v128.eq(v128.load(my.at), v128.load(my.bytes))), i32.shl(NONE, my.left)),
      NONE,
    ),
  ),
  set(my.at, i32.add(my.at, my.left)),
];

const isOneOf = (field: Code, first: number, last: number): Code =>
  i32.leU(i32.sub(field, i32.const(first)), i32.const(last - first));
const is = (field: Code, which: number): Code => i32.eq(field, i32.const(which));
const failIf = (condition: Code): Code => when(condition, give(NONE));

/** Reads the field behind a literal, which is not the end, into the row; gives the place behind it, or -1. */
const field = program.define(
  'field',
  { which: I32, at: I32, row: I32 },
  I32,
  { end: I32, found: I32 },
  (my) => [
    when(is(my.which, FIELD.time), give(time(my.at, my.row))),
    when(
      is(my.which, FIELD.lease),
      set(my.end, host.lease(my.at)),
      failIf(i32.lt(my.end, i32.const(0))),
      i32.store(my.row, i32.truncate(f64.load(i32.const(PLACE.found))), IN_ROW.lease),
      give(my.end),
    ),
    when(is(my.which, FIELD.digits), give(host.digits(my.at))),
    set(my.found, textEnds(v128.load(my.at))),
    when(my.found, set(my.end, i32.add(my.at, i32.ctz(my.found)))),
    when(i32.eqz(my.found), set(my.end, textEnd(i32.add(my.at, i32.const(16))))),
    when(
      isOneOf(my.which, FIELD.id, FIELD.user),
      set(my.found, i32.sub(my.end, my.at)),
      failIf(i32.gtU(i32.sub(my.found, i32.const(1)), i32.const(LONGEST_ID - 1))),
      set(my.row, i32.add(my.row, i32.shl(i32.sub(my.which, i32.const(FIELD.id)), i32.const(3)))),
      i32.store(my.row, my.at, IN_ROW.id),
      i32.store(my.row, my.found, IN_ROW.id + 4),
    ),
    when(
      isOneOf(my.which, FIELD.account, FIELD.reason),
      set(my.which, i32.sub(my.which, i32.const(FIELD.account))),
      set(
        my.found,
        find(i32.add(i32.shl(my.which, i32.const(3)), i32.const(PLACE.tables)), my.at, my.end),
      ),
      failIf(i32.lt(my.found, i32.const(0))),
      i32.store(i32.add(my.row, i32.shl(my.which, i32.const(2))), my.found, IN_ROW.account),
    ),
    my.end,
  ],
);

/** Reads the line at `at` into the row; gives the place behind its line end, or -1 when it has none of the layouts or an odd value. */
const line = program.define(
  'line',
  { at: I32, row: I32 },
  I32,
  { start: I32, node: I32, bytes: I32, left: I32, which: I32 },
  (my) => [
    set(my.node, i32.load(i32.const(PLACE.root))),
    loop(
      set(my.start, my.at),
      block(
        takeLiteral(my),
        set(my.which, i32.load(my.node, NODE.then)),
        when(
          is(my.which, FIELD.end),
          i32.store(my.row, i32.load(my.node, NODE.kind), IN_ROW.kind),
          give(my.at),
        ),
        when(
          my.which,
          set(my.at, field(my.which, my.at, my.row)),
          failIf(i32.lt(my.at, i32.const(0))),
        ),
        set(my.node, i32.load(my.node, NODE.next)),
        branch(1),
      ),
      set(my.at, my.start),
      set(my.node, i32.load(my.node, NODE.other)),
      branchIf(0, my.node),
    ),
    NONE,
  ],
);

/** Forgets what a line may leave out. */
const clear = (row: Code): Code => [
  i32.store(row, i32.const(0), IN_ROW.lease),
  i64.store(row, i64.const(-1n), IN_ROW.pool),
  i32.store(row, NONE, IN_ROW.reason),
  i64.store(row, i64.const(0n), IN_ROW.user),
];

const LAST_ROW = PLACE.rows + (MOST_ROWS - 1) * ROW;

/** Reads lines from `at` to `limit` into rows, until there are enough or one has no known layout; gives their number. */
program.define('read', { at: I32, limit: I32 }, I32, { row: I32, next: I32 }, (my) => [
  set(my.row, i32.const(PLACE.rows)),
  block(
    loop(
      clear(my.row),
      set(my.next, line(my.at, my.row)),
      // Of a line too long, as of -1, the length is out of bounds.
      branchIf(1, i32.gtU(i32.sub(my.next, my.at), i32.const(LONGEST_LINE))),
      i32.store(my.row, my.next, IN_ROW.next),
      set(my.at, my.next),
      set(my.row, i32.add(my.row, i32.const(ROW))),
      branchIf(0, i32.and(i32.ltU(my.at, my.limit), i32.leU(my.row, i32.const(LAST_ROW)))),
    ),
  ),
  i32.store(i32.const(PLACE.stopped), my.at),
  i32.shr(i32.sub(my.row, i32.const(PLACE.rows)), i32.const(Math.log2(ROW))),
]);

/** Reads lines of learned layouts; see {@link KernelMemory} for what it reads and writes. */
export const lineKernel = (): Uint8Array => program.assemble();
