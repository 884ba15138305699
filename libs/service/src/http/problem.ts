/** Values that stand beside the members of RFC 9457. */
export type ProblemFields = Readonly<Record<string, unknown>>;

/**
 * A refusal as HTTP tells it (RFC 9457). `code` is stable, for programs; `detail` says what happened and what to do; the
 * numbers behind it stand in `fields`.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: ProblemFields = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** `CYCLE_STILL_OPEN` reads `Cycle still open`. */
const titleOf = (code: string): string =>
  code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of a problem. */
export const problemJson = ({ status, code, message, fields }: Problem): string =>
  JSON.stringify({
    ...fields,
    type: `urn:seatmeter:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: titleOf(code),
    status,
    code,
    detail: message,
  });

/** For answers that are better asked for again after some seconds. */
export const retryAfter = (seconds: number): Record<string, string> => ({
  'retry-after': String(seconds),
});
