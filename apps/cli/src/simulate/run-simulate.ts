import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { CliError } from '../cli-error';
import { writeData, type Terminal } from '../terminal';
import { centreOf, type CentreSize } from './centre';
import { contractsOf } from './centre-contract';
import { courseOf } from './course';
import { FactLines } from './fact-lines';
import { Outbox } from './outbox';
import { paced, type Speed } from './pace';
import { REQUEST_EVENTS, Sender, type Receipt } from './sender';
import type { Shares } from './shares';

export interface SimulateJob {
  readonly size: CentreSize;
  readonly shares: Shares;
  /** The first local day, by its number since 1 January 1970. */
  readonly firstDay: number;
  readonly days: number;
  readonly speed: Speed;
  /** Where the facts go: a file, `-` for stdout, or the address of a service. */
  readonly to: { readonly file: string } | { readonly url: string };
  readonly contractFile?: string | undefined;
}

/** What was sent. */
export interface Simulated {
  readonly facts: number;
  readonly accounts: number;
  /** What became of them; of a service only. */
  readonly receipt?: Receipt;
}

const cannotWrite = (path: string, { code, message }: NodeJS.ErrnoException): CliError => {
  const why =
    { ENOENT: 'there is no such folder', EISDIR: 'it is a directory' }[code ?? ''] ?? message;
  return new CliError('OUTPUT_FAILED', `cannot write ${path}: ${why}`, code === 'ENOSPC' ? 3 : 2);
};

/** Opens a file for writing, in place of what it held. @throws CliError. */
const openFile = async (path: string): Promise<Writable> => {
  const file = createWriteStream(path);
  await once(file, 'open').catch((error: unknown) => {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  });
  return file;
};

const writeContract = (path: string, accounts: readonly object[]): void => {
  try {
    writeFileSync(path, `${JSON.stringify({ accounts }, undefined, 2)}\n`);
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
};

/**
 * Sends the course of a seeded centre to a file or to a service. Equal jobs write equal bytes.
 * @throws CliError when the file cannot be written, or the service is not there or refuses.
 */
export const runSimulate = async (job: SimulateJob, { stdout }: Terminal): Promise<Simulated> => {
  const centre = centreOf(job.size);
  const contracts = contractsOf(centre, job.firstDay);
  if (job.contractFile !== undefined) writeContract(job.contractFile, contracts);
  const lines = new FactLines(centre);
  const outbox = new Outbox(
    courseOf(centre, job.shares, job.firstDay, job.days),
    lines,
    REQUEST_EVENTS,
  );
  const pace = paced(outbox, job.speed);
  const accounts = contracts.length;
  let facts = 0;
  if ('url' in job.to) {
    const sender = new Sender(job.to.url);
    for (const account of contracts) await sender.agree(account);
    for await (const batch of pace) {
      await sender.send(batch.lines.toString('latin1'));
      facts += batch.facts;
    }
    return { facts, accounts, receipt: sender.totals };
  }
  const { file } = job.to;
  const out = file === '-' ? stdout : await openFile(file);
  // While a batch is written the next one is made.
  let writing = Promise.resolve();
  for await (const batch of pace) {
    await writing;
    writing = writeData(out, batch.lines, file === '-' ? 'stdout' : file);
    facts += batch.facts;
  }
  await writing;
  if (out !== stdout) await finished(out.end());
  return { facts, accounts };
};
