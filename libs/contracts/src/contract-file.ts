import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { z } from 'zod';
import { ContractFile } from './contract-schema';

/** What is wrong at one place of a contract file: `place` and `message` read as one sentence, and say what to do. */
export interface ContractProblem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Like `accounts[0].pools[1].capacity[0].seats`; empty for the file as a whole. */
  readonly place: string;
  readonly message: string;
}

/** `contract.yaml:12: accounts[0].id is missing; write …` */
export const describeProblem = ({ file, line, place, message }: ContractProblem): string =>
  `${file}:${line}: ${place === '' ? 'the file' : place} ${message}`;

type Path = readonly PropertyKey[];
interface Finding {
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
}

const placeOf = (path: Path): string =>
  path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(String(key));
    if (!plain) return `${place}[${JSON.stringify(String(key).slice(0, 60))}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');

const syntaxMessages: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'has a second document from here on ("---"); write one contract a file',
  TAB_AS_INDENT: 'is indented with a tab here; YAML wants spaces',
  RESOURCE_EXHAUSTION: 'is nested too deeply to be read',
  TAG_RESOLVE_FAILED: 'has a "!" tag here that means nothing in a contract; take it out',
};

/** Duplicate keys one by one; of all else the first, for the others follow from it. */
const syntaxFindings = (document: Document.Parsed, text: string): Finding[] => {
  const keyAt = (offset: number): string =>
    /^(?:"[^"\n]*"|[^\s:"]+)/.exec(text.slice(offset, offset + 100))?.[0] ?? 'here';
  const errors = [...document.errors, ...document.warnings];
  const twice = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return (first === undefined ? twice : [first]).map(({ code, message, pos }) => ({
    offset: pos[0],
    path: [],
    message:
      code === 'DUPLICATE_KEY'
        ? `has the key ${keyAt(pos[0])} twice in one object; keep one of them`
        : (syntaxMessages[code] ??
          `is neither JSON nor YAML from here on (${message}); look for a comma, colon, quote or bracket before it`),
  }));
};

const danglingAliases = (document: Document.Parsed): Finding[] => {
  const found: Finding[] = [];
  visit(document, {
    Alias: (_, alias: Alias) => {
      if (alias.resolve(document) !== undefined) return;
      const message = `refers to "*${alias.source}", which is not defined above; define it with "&${alias.source}", or write the text in quotes`;
      found.push({ offset: alias.range?.[0] ?? 0, path: [], message });
    },
  });
  return found;
};

const pairOf = (node: unknown, key: PropertyKey): Pair | undefined =>
  isMap(node)
    ? node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : '') === key)
    : undefined;

const resolved = (document: Document.Parsed, node: unknown): unknown =>
  node instanceof Object && 'resolve' in node ? (node as Alias).resolve(document) : node;

/** Where the value of a path is written; for a key without value the key, for what is missing the object it is missing from. */
const offsetOf = (document: Document.Parsed, path: Path): number => {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const key of path) {
    const parent = resolved(document, node);
    const pair = pairOf(parent, key);
    node = isSeq(parent) && typeof key === 'number' ? parent.items[key] : pair?.value;
    const written =
      (node as Node | null | undefined)?.range ?? (pair?.key as Node | undefined)?.range;
    if (!written) break;
    offset = (pair?.key as Node | undefined)?.range?.[0] ?? written[0];
  }
  return offset;
};

/** The issues of the branch of a union that the value was meant for: the first whose shape is right. */
const flattened = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] =>
  issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const meant = issue.errors.find(
      (branch) => !branch.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
    );
    if (meant === undefined) return [issue];
    return flattened(meant).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });

const contractFindings = (
  document: Document.Parsed,
  issues: readonly z.core.$ZodIssue[],
): Finding[] => {
  const findings = flattened(issues).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.message.split('\n').map((message, index) => ({
          path: [...issue.path, issue.keys[index]!],
          message,
        }))
      : [{ path: issue.path, message: issue.message }],
  );
  return findings.map((finding) => ({ ...finding, offset: offsetOf(document, finding.path) }));
};

const EMPTY = 'is empty; write a contract, { "accounts": [ … ] }';

type Judged = { contract: ContractFile } | { findings: Finding[] };
const whole = (message: string): Judged => ({ findings: [{ offset: 0, path: [], message }] });

const valueOf = (document: Document.Parsed): { value: unknown } | undefined => {
  try {
    return { value: document.toJS({ maxAliasCount: 1000 }) as unknown };
  } catch {
    return undefined;
  }
};

const keysIn = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce(
        (count: number, inner) => count + keysIn(inner),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      );

/** Every string of a JSON text, and the colon behind it when it is a key. */
const STRINGS = /"(?:[^"\\]|\\.)*"\s*(:?)/g;

/** The contract of a JSON file without a flaw, which needs no places: many times as fast as the way that knows them. */
const flawless = (text: string): ContractFile | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const written = [...text.matchAll(STRINGS)].filter(([, colon]) => colon === ':').length;
    // Fewer keys than were written: one is there twice, and JSON would drop one in silence.
    return keysIn(value) === written ? ContractFile.safeParse(value).data : undefined;
  } catch {
    return undefined;
  }
};

const judge = (text: string, lines: LineCounter): Judged => {
  if (text.trim() === '') return whole(EMPTY);
  const contract = flawless(text);
  if (contract !== undefined) return { contract };
  if (text.includes('\u0000')) return whole('is binary; write JSON or YAML as UTF-8 text');
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
  });
  const unread = syntaxFindings(document, text);
  if (unread.length === 0) unread.push(...danglingAliases(document));
  if (unread.length > 0) return { findings: unread };
  const read = valueOf(document);
  if (read === undefined) return whole('repeats its "*" aliases too often; write the parts out');
  if (read.value === null) return whole(EMPTY);
  const parsed = ContractFile.safeParse(read.value);
  if (parsed.success) return { contract: parsed.data };
  return { findings: contractFindings(document, parsed.error.issues) };
};

const textOf = (content: string | Uint8Array): string | undefined => {
  if (typeof content === 'string') return content.replace(/^\uFEFF/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
};

/**
 * Reads a contract file, JSON or YAML 1.2, as a string or its UTF-8 bytes (with or without a byte order mark). Gives the
 * contract with every default filled in, or every problem found, in the order of lines. Never throws.
 */
export const readContract = (
  content: string | Uint8Array,
  fileName: string,
): { contract: ContractFile } | { problems: ContractProblem[] } => {
  const lines = new LineCounter();
  const text = textOf(content);
  const judged =
    text === undefined ? whole('is not UTF-8 text; save it as UTF-8') : judge(text, lines);
  if ('contract' in judged) return judged;
  const problems = judged.findings.map(({ offset, path, message }) => ({
    file: fileName,
    line: Math.max(1, lines.linePos(offset).line),
    place: placeOf(path),
    message,
  }));
  const told = new Set<string>();
  const once = problems.filter((problem) => {
    const said = describeProblem(problem);
    return told.has(said) ? false : told.add(said);
  });
  return { problems: once.sort((a, b) => a.line - b.line) };
};
