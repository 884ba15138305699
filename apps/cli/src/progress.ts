import type { Terminal } from './terminal';

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

export interface Progress {
  /** Bytes done so far. Cheap: draws at most ten times a second. */
  readonly update: (bytesDone: number) => void;
  /** Removes the line. Nothing is drawn afterwards. */
  readonly finish: () => void;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const clock = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** `reading  42 %  12.0 MB/s  0:09 left`, or, when nobody knows the total, `reading  88.1 MB  12.0 MB/s`. */
const lineOf = (label: string, done: number, seconds: number, total?: number): string => {
  const rate = seconds > 0 ? done / seconds : 0;
  if (total === undefined || total === 0)
    return `${label}  ${megabytes(done)}  ${megabytes(rate)}/s`;
  const percent = Math.min(100, Math.floor((100 * done) / total));
  const left = rate > 0 ? `  ${clock(Math.max(0, total - done) / rate)} left` : '';
  return `${label}  ${percent} %  ${megabytes(rate)}/s${left}`;
};

/**
 * A line on stderr that says how far a long reading is; nothing at all when stderr is no terminal.
 * `total` in bytes, absent when it is not known. `now` in milliseconds.
 */
export const startProgress = (
  stderr: Terminal['stderr'],
  label: string,
  total?: number,
  now: () => number = () => performance.now(),
): Progress => {
  if (stderr.isTTY !== true || process.env.TERM === 'dumb')
    return { update: () => undefined, finish: () => undefined };
  const startedAt = now();
  let drawnAt = startedAt;
  let shown = false;
  let finished = false;
  return {
    update: (bytesDone) => {
      const at = now();
      if (finished || at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      shown = true;
      stderr.write(CLEAR_LINE + lineOf(label, bytesDone, (at - startedAt) / 1000, total));
    },
    finish: () => {
      if (shown && !finished) stderr.write(CLEAR_LINE);
      finished = true;
    },
  };
};
