import { openBytes } from '@seatmeter/adapters';
import { describeProblem, readContract, type ContractFile } from '@seatmeter/contracts';
import { CliError } from './cli-error';

/**
 * Reads a contract file.
 * @throws FileProblem when it cannot be read.
 * @throws CliError naming every place that is wrong and what to do.
 */
export const loadContract = async (path: string): Promise<ContractFile> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openBytes(path)) chunks.push(chunk);
  const read = readContract(Buffer.concat(chunks), path);
  if ('contract' in read) return read.contract;
  throw new CliError('CONTRACT_WRONG', read.problems.map(describeProblem).join('\n       '));
};
