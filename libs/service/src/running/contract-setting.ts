import { readFile } from 'node:fs/promises';
import { describeProblem, readContract, type ContractFile } from '@seatmeter/contracts';
import { ServiceFailed } from './service-failed';

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
};

/** Reads the contract file that the settings name. @throws ServiceFailed that names what is wrong with it. */
export const contractOf = async (path: string): Promise<ContractFile> => {
  const content = await readFile(path).catch((error: unknown) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const why = FILE_PROBLEMS[code] ?? message;
    throw new ServiceFailed(
      'CONTRACT_WRONG',
      `SEATMETER_CONTRACT is ${path}, which cannot be read: ${why}`,
    );
  });
  const read = readContract(content, path);
  if ('contract' in read) return read.contract;
  const problems = read.problems.map(describeProblem).join('\n       ');
  throw new ServiceFailed('CONTRACT_WRONG', problems);
};
