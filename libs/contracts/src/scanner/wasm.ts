/**
 * Just enough of WebAssembly to write machine code where JavaScript has no words for it: sixteen bytes compared at once,
 * products of 64 bits, reads without a check of bounds. Functions are called as the instructions are in its text format.
 */
export type Code = number | readonly Code[];

/** A variable of a function. As code it is its value. */
export type Local = readonly [get: number, index: number];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
export const V128 = 0x7b;
type Type = typeof I32 | typeof I64 | typeof F64 | typeof V128;

const signed = (value: bigint): number[] => {
  const rest = value >> 7n;
  const low = Number(value & 0x7fn);
  const isLast = rest === (low & 0x40 ? -1n : 0n);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
};
const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];

const SIMD = 0xfd;
type Unary = (value: Code) => Code;
type Binary = (left: Code, right: Code) => Code;
const unary =
  (...op: number[]): Unary =>
  (value) => [value, op];
const binary =
  (...op: number[]): Binary =>
  (left, right) => [left, right, op];
type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;
/** Any alignment will do. */
const load =
  (...op: number[]): Load =>
  (address, offset = 0) => [address, op, 0, unsigned(offset)];
const store =
  (...op: number[]): Store =>
  (address, value, offset = 0) => [address, value, op, 0, unsigned(offset)];

export const i32 = {
  const: (value: number): Code => [0x41, signed(BigInt(value))],
  load: load(0x28),
  store: store(0x36),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  lt: binary(0x48),
  gt: binary(0x4a),
  ltU: binary(0x49),
  gtU: binary(0x4b),
  leU: binary(0x4d),
  ctz: unary(0x68),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  shl: binary(0x74),
  shr: binary(0x76),
  wrap: unary(0xa7),
  /** Toward zero. */
  truncate: unary(0xaa),
};

export const i64 = {
  const: (value: bigint): Code => [0x42, signed(BigInt.asIntN(64, value))],
  load: load(0x29),
  store: store(0x37),
  eqz: unary(0x50),
  add: binary(0x7c),
  mul: binary(0x7e),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  rotateLeft: binary(0x89),
  shr: binary(0x88),
  extend: unary(0xad),
};

export const f64 = {
  load: load(0x2b),
  store: store(0x39),
  eq: binary(0x61),
  add: binary(0xa0),
  convert: unary(0xb7),
};

/** Sixteen bytes. */
export const v128 = {
  each: (byte: number): Code => [SIMD, 0x0c, Array.from({ length: 16 }, () => byte)],
  load: load(SIMD, 0x00),
  store: store(SIMD, 0x0b),
  /** Each byte of the answer is 0xff where it holds, else 0. */
  eq: binary(SIMD, 0x23),
  ltSigned: binary(SIMD, 0x25),
  and: binary(SIMD, 0x4e),
  or: binary(SIMD, 0x50),
  allTrue: unary(SIMD, 0x63),
  /** The bytes' top bits, the first one lowest. */
  bitmask: unary(SIMD, 0x64),
  half: (value: Code, half: 0 | 1): Code => [value, SIMD, 0x1d, half],
};

export const set = (local: Local, value: Code): Code => [value, 0x21, local[1]];
export const select = (condition: Code, one: Code, other: Code): Code => [
  one,
  other,
  condition,
  0x1b,
];
export const block = (...body: Code[]): Code => [0x02, 0x40, body, 0x0b];
/** Is left at its end; to go on at its start is to `branch(0)`. */
export const loop = (...body: Code[]): Code => [0x03, 0x40, body, 0x0b];
export const when = (condition: Code, ...body: Code[]): Code => [condition, 0x04, 0x40, body, 0x0b];
/** Leaves the block, or goes on with the loop or `when`, that lies `depth` outside of the innermost. */
export const branch = (depth: number): Code => [0x0c, unsigned(depth)];
export const branchIf = (depth: number, condition: Code): Code => [condition, 0x0d, depth];
export const give = (value: Code): Code => [value, 0x0f];
export const unreachable: Code = 0x00;

interface Imported {
  readonly parameters: readonly Type[];
  readonly result: Type;
}

interface Defined extends Imported {
  readonly locals: readonly Type[];
  readonly body: Code;
}

const append = (bytes: number[], code: Code): number[] => {
  if (typeof code === 'number') bytes.push(code);
  else for (const part of code) append(bytes, part);
  return bytes;
};
const flat = (code: Code): number[] => append([], code);
const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];
const sized = (code: Code): Code => vector(flat(code));
const named = (name: string): Code => sized([...Buffer.from(name)]);
const section = (id: number, items: readonly Code[]): Code => [id, sized(vector(items))];

/** Functions that call each other, over one memory that is imported as `host.memory`. */
export class Program {
  private readonly imports = new Map<string, Imported>();
  private readonly functions = new Map<string, Defined>();

  /** A function of the host, `host.NAME`. All are to be imported before the first is defined. */
  import(name: string, parameters: readonly Type[], result: Type): (...values: Code[]) => Code {
    this.imports.set(name, { parameters, result });
    return this.caller(this.imports.size - 1);
  }

  /** Defines and exports a function; gives what calls it. */
  define<P extends string, L extends string>(
    name: string,
    parameters: Readonly<Record<P, Type>>,
    result: Type,
    locals: Readonly<Record<L, Type>>,
    body: (variables: Readonly<Record<P | L, Local>>) => Code,
  ): (...values: Code[]) => Code {
    const names = [...Object.keys(parameters), ...Object.keys(locals)];
    const variables = Object.fromEntries(names.map((local, index) => [local, [0x20, index]]));
    this.functions.set(name, {
      parameters: Object.values<Type>(parameters),
      result,
      locals: Object.values<Type>(locals),
      body: body(variables as unknown as Record<P | L, Local>),
    });
    return this.caller(this.imports.size + this.functions.size - 1);
  }

  /** The module's bytes. */
  assemble(): Uint8Array {
    const imported = [...this.imports];
    const defined = [...this.functions];
    const types = [...imported, ...defined].map(([, { parameters, result }]) => [
      [0x60, vector(parameters), vector([result])],
    ]);
    const memory = [named('host'), named('memory'), 0x02, 0x00, 0x01];
    const hosts = imported.map(([name], type) => [named('host'), named(name), 0x00, type]);
    const own = defined.map((_, index) => imported.length + index);
    const bodies = defined.map(([, { locals, body }]) =>
      sized([vector(locals.map((type) => [1, type])), body, 0x0b]),
    );
    const exports = defined.map(([name], index) => [named(name), 0x00, own[index]!]);
    const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    return Uint8Array.from(
      flat([
        header,
        section(1, types),
        section(2, [...hosts, memory]),
        section(3, own),
        section(7, exports),
        section(10, bodies),
      ]),
    );
  }

  private caller(index: number): (...values: Code[]) => Code {
    return (...values) => [values, 0x10, unsigned(index)];
  }
}
