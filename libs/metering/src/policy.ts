import { Duration } from 'luxon';
import type { Dated, DurationMs } from './time';

/** The five readings of a grace (README, Rules), from the strictest to the contract's default and its cumulative cousin. */
export const GRACE_MODELS = [
  'none',
  'excursion-full',
  'excursion-deductible',
  'level-contiguous',
  'level-cumulative',
] as const;
export type GraceModel = (typeof GRACE_MODELS)[number];

/** The terms of a grace as a contract states them; durations are ISO 8601 (`PT30M`), `leaseTtl` null means a lease never runs out. */
export interface PolicyTerms {
  readonly graceModel: GraceModel;
  readonly graceDuration: string;
  readonly graceBoundary: 'exclusive' | 'inclusive';
  readonly countBy: 'user' | 'session';
  readonly crossPool: 'each' | 'highest-licence';
  readonly leaseTtl: string | null;
}

/** The same terms, ready to meter with: durations in milliseconds. */
export interface Policy extends Omit<PolicyTerms, 'graceDuration' | 'leaseTtl'> {
  readonly graceDuration: DurationMs;
  readonly leaseTtl: DurationMs | null;
}

/** A policy in force from an instant on. `version` counts an account's policies from 1; `hash` is its fingerprint. */
export interface PolicyVersion extends Dated {
  readonly version: number;
  readonly hash: string;
  readonly policy: Policy;
}

/** Names for policies, after the published rules of vendors that bill concurrency; nothing more than their values. */
export const PRESETS = {
  'zoom-cc': {
    graceModel: 'level-contiguous',
    graceDuration: 'PT30M',
    graceBoundary: 'exclusive',
    countBy: 'user',
    crossPool: 'each',
    leaseTtl: null,
  },
  'genesys-cloud': {
    graceModel: 'level-cumulative',
    graceDuration: 'PT30M',
    graceBoundary: 'inclusive',
    countBy: 'user',
    crossPool: 'highest-licence',
    leaseTtl: null,
  },
  ringcx: {
    graceModel: 'none',
    graceDuration: 'PT0S',
    graceBoundary: 'exclusive',
    countBy: 'user',
    crossPool: 'each',
    leaseTtl: null,
  },
  'cisco-cce': {
    graceModel: 'level-contiguous',
    graceDuration: 'PT15M',
    graceBoundary: 'inclusive',
    countBy: 'user',
    crossPool: 'each',
    leaseTtl: null,
  },
} as const satisfies Record<string, PolicyTerms>;
export type PresetName = keyof typeof PRESETS;

/** Elapsed milliseconds of an ISO 8601 duration of weeks, days (24 h), hours, minutes and seconds. */
const elapsed = (iso: string): DurationMs => Duration.fromISO(iso).toMillis();

/** The terms as milliseconds. Expects durations that were validated where they were read. */
export const policyOf = (terms: PolicyTerms): Policy => ({
  ...terms,
  graceDuration: elapsed(terms.graceDuration),
  leaseTtl: terms.leaseTtl === null ? null : elapsed(terms.leaseTtl),
});
