import { FileProblem, inputName, openBytes, readLines, sizeOf } from '@seatmeter/adapters';
import { CliError } from '../cli-error';
import { startProgress } from '../progress';
import { writeData, type Terminal } from '../terminal';
import { factLine, type Origin } from './fact-line';
import type { Importer, Outcome } from './importer';
import { describeSummary, Tally, type ImportSummary } from './tally';

export interface ImportJob {
  /** `-` is standard input; gzip is unpacked. */
  readonly file: string;
  readonly origin: Origin;
  readonly importer: Importer;
  /** A bad line is a failure, though everything else has been written. */
  readonly strict: boolean;
  /** The summary on stderr is one JSON object. */
  readonly json: boolean;
}

const judge = ({ facts, lines, bad }: ImportSummary, { file, strict }: ImportJob): void => {
  const name = inputName(file);
  if (lines === 0)
    throw new CliError('INPUT_EMPTY', `${name} is empty: there is nothing to import`);
  if (facts === 0) {
    const todo = 'check the file and the options; the lines above say what was left out, and why';
    throw new CliError('NOTHING_READ', `${name}: no line gave a session fact: ${todo}`);
  }
  if (strict && bad > 0) {
    const todo = 'correct the lines named above, or import without --strict';
    throw new CliError('BAD_LINES', `${name}: bad lines and --strict: ${todo}`);
  }
};

/**
 * Streams a log from its file to NDJSON on stdout; memory does not grow with the file. The summary goes to stderr.
 * @throws FileProblem when the file cannot be read to its end; the facts before that place have been written.
 * @throws CliError when nothing was read, or with `strict` when a line was bad.
 */
export const runImport = async (job: ImportJob, { stdout, stderr }: Terminal): Promise<void> => {
  const { file, origin, importer } = job;
  const tally = new Tally();
  const textOf = (outcomes: readonly Outcome[]): string => {
    let text = '';
    for (const outcome of outcomes) {
      tally.count(outcome);
      if (outcome.type === 'facts')
        for (const fact of outcome.facts) text += factLine(origin, fact);
    }
    return text;
  };
  const summarise = (): ImportSummary => {
    const summary = tally.summary(file, importer.notes());
    stderr.write(job.json ? `${JSON.stringify(summary)}\n` : describeSummary(summary));
    return summary;
  };
  const progress = startProgress(stderr, 'importing', await sizeOf(file));
  try {
    for await (const lines of readLines(openBytes(file, progress.update))) {
      tally.countLines(lines.length);
      const text = lines.map((line) => textOf(importer.take(line))).join('');
      if (text !== '') await writeData(stdout, text);
    }
    const text = textOf(importer.finish());
    if (text !== '') await writeData(stdout, text);
  } catch (error) {
    progress.finish();
    if (error instanceof FileProblem && error.bytesRead > 0) summarise();
    throw error;
  }
  progress.finish();
  judge(summarise(), job);
};
