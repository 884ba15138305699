/** A moment on the UTC time line, in whole milliseconds since the Unix epoch. */
export type Instant = number;

/** Elapsed time in whole milliseconds: a change of daylight saving never lengthens or shortens one. */
export type DurationMs = number;

/** A half-open stretch of time: `start` is inside, `end` is not. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** `from` of what has held since before anything happened. */
export const FROM_THE_BEGINNING: Instant = -Infinity;

/** What is dated from an instant on, until the next of its list. */
export interface Dated {
  readonly from: Instant;
}

/** The entry of a list sorted by `from` that is in force at `at`; none before the first. */
export const inForceAt = <T extends Dated>(entries: readonly T[], at: Instant): T | undefined => {
  let found: T | undefined;
  for (const entry of entries) {
    if (entry.from > at) break;
    found = entry;
  }
  return found;
};
