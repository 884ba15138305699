import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { StatementJson } from './statement-schema';

/**
 * The one way to write a JSON value (RFC 8785): keys in order of UTF-16 code units, no white space; keys that are undefined
 * are left out.
 * @throws TypeError for what JSON cannot say: NaN, Infinity, undefined, a function.
 */
export const canonicalJson = (value: unknown): string => {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new TypeError('the value has no canonical JSON form', { cause });
  }
  if (text === undefined) throw new TypeError('the value has no canonical JSON form');
  return text;
};

/** `sha256:` and 64 hex digits: the fingerprint of a value's canonical JSON, whatever the order of its keys. */
export const sha256Of = (value: unknown): string =>
  `sha256:${createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')}`;

/**
 * The digest of a statement: over the figure and what it rests on, and nothing that may change while the figure does not
 * (`status`, `readings`, `adjustments`, `quality`, `meta`).
 */
export const digestOf = (statement: Omit<StatementJson, 'digest'>): string => {
  const outside = ['digest', 'status', 'readings', 'adjustments', 'quality', 'meta'];
  return sha256Of(
    Object.fromEntries(Object.entries(statement).filter(([key]) => !outside.includes(key))),
  );
};
