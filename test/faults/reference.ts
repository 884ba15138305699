import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StatementJson } from '@seatmeter/contracts';
import { eventOf, type Fact, type Terms } from './facts';
import { MAIN } from './service-process';

const run = promisify(execFile);
const MOST_BYTES = 1 << 28;

/** What `seatmeter replay` says of the same facts under the same contract. */
export const replayed = async (
  accounts: readonly Terms[],
  facts: readonly Fact[],
  asOf: number,
): Promise<StatementJson[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'seatmeter-fault-'));
  const [contract, events] = [join(folder, 'contract.json'), join(folder, 'facts.ndjson')];
  writeFileSync(contract, JSON.stringify({ accounts }));
  writeFileSync(events, facts.map((fact) => `${JSON.stringify(eventOf(fact))}\n`).join(''));
  const options = ['--events', events, '--contract', contract];
  const args = [MAIN, 'replay', ...options, '--json', '--as-of', new Date(asOf).toISOString()];
  const { stdout } = await run(process.execPath, args, { maxBuffer: MOST_BYTES });
  rmSync(folder, { recursive: true });
  return (JSON.parse(stdout) as { statements: StatementJson[] }).statements;
};
