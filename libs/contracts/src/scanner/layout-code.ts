import { runInThisContext } from 'node:vm';
import { LONGEST_ID } from '../session-fact';
import { FIELD, type LayoutNode } from './layout-tree';
import type { ScannedFact } from './scanned-fact';

/** Reads the line at `at`; returns the place behind its line end, -1 when it has none of the layouts or an odd value. */
export type ReadLine = (fact: ScannedFact, at: number) => number;

/** What the code calls for the values between the literals. Those that return a place return -1 for a value they do not take. */
export interface Readers {
  readonly text: (view: DataView, at: number) => number;
  readonly digits: (view: DataView, at: number) => number;
  readonly lease: (fact: ScannedFact, at: number) => number;
  readonly time: { read(fact: ScannedFact, at: number): number };
  readonly accounts: Repeated;
  readonly sources: Repeated;
  readonly pools: Repeated;
  readonly activities: Repeated;
  readonly reasons: Repeated;
}

interface Repeated {
  readonly textEnd: number;
  findText(view: DataView, at: number): number;
}

/** A condition: the bytes stand at `at`. Eight at a time; no eight ASCII bytes make a NaN or a zero, so equal means equal. */
const stands = (bytes: Uint8Array): string => {
  const { length } = bytes;
  const view = new DataView(new ArrayBuffer(length + 4));
  bytes.forEach((byte, at) => {
    view.setUint8(at, byte);
  });
  const eight = (at: number): string =>
    `view.getFloat64(at + ${at}, true) === ${view.getFloat64(at, true)}`;
  const four = (at: number): string =>
    `view.getInt32(at + ${at}, true) === ${view.getInt32(at, true)}`;
  const few = `(view.getInt32(at, true) & ${2 ** (8 * length) - 1}) === ${view.getInt32(0, true)}`;
  if (length === 0) return 'true';
  if (length < 4) return few;
  if (length < 8) return `${four(0)} && ${four(length - 4)}`;
  const whole = Array.from({ length: Math.floor(length / 8) }, (_, word) => eight(8 * word));
  return [...whole, ...(length % 8 === 0 ? [] : [eight(length - 8)])].join(' && ');
};

const id = (name: string): string =>
  `end = readers.text(view, at);
  if (end === at || end - at > ${LONGEST_ID}) return -1;
  fact.${name}At = at; fact.${name}Length = end - at; at = end;`;

const repeated = (name: string, table: keyof Readers): string =>
  `fact.${name} = readers.${table}.findText(view, at);
  at = readers.${table}.textEnd; if (at < 0) return -1;`;

/** What reads each field's value; nothing where layouts part. */
const VALUES: Readonly<Record<LayoutNode['then'], string>> = {
  0: '',
  [FIELD.id]: id('id'),
  [FIELD.session]: id('session'),
  [FIELD.user]: id('user'),
  [FIELD.time]: 'at = readers.time.read(fact, at); if (at < 0) return -1;',
  [FIELD.account]: repeated('account', 'accounts'),
  [FIELD.source]: repeated('source', 'sources'),
  [FIELD.pool]: repeated('pool', 'pools'),
  [FIELD.activity]: repeated('activity', 'activities'),
  [FIELD.reason]: repeated('reason', 'reasons'),
  [FIELD.lease]: 'at = readers.lease(fact, at); if (at < 0) return -1;',
  [FIELD.text]: 'at = readers.text(view, at);',
  [FIELD.digits]: 'at = readers.digits(view, at);',
  [FIELD.end]: '',
};

const codeOf = (node: LayoutNode | null): string => {
  if (node === null) return 'return -1;';
  const then = node.then === FIELD.end ? `fact.kind = ${node.kind}; return at;` : codeOf(node.next);
  return `if (${stands(node.literal)}) {
  at += ${node.literal.length};
  ${VALUES[node.then]}
  ${then}
}
${codeOf(node.other)}`;
};

/**
 * Makes the layouts into code, as a parser generator would: several times as fast as walking the tree for every line.
 * Nothing of a line gets into the code but the numbers its fixed bytes make.
 */
export const compileLayouts = (root: LayoutNode | null, readers: Readers): ReadLine => {
  const code = `(readers) => (fact, at) => { const view = fact.view; let end = 0; ${codeOf(root)} }`;
  return (runInThisContext(code) as (readers: Readers) => ReadLine)(readers);
};
