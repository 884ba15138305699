import { inputName } from '@seatmeter/adapters';
import type { Command } from 'commander';
import { describeAccount } from '../accounts/describe-account';
import { loadContract } from '../contract';
import { counted } from '../replay/words';
import { writeData, type Terminal } from '../terminal';

const HELP = `
Exit codes: 0 the contract holds, 2 it does not: every place that is wrong is named.
Example:
  $ seatmeter accounts check contract.yaml`;

export const addAccountsCommand = (program: Command, terminal: Terminal): void => {
  program
    .command('accounts')
    .summary('contracts of accounts')
    .description('Contracts of accounts.')
    .addHelpText('after', '\nExample:\n  $ seatmeter accounts check contract.json')
    .command('check')
    .summary('validates a contract and says what each pool will do')
    .description('Validates a contract file, and says in words what each pool will do.')
    .argument('<file>', 'the contract, JSON or YAML, or - for standard input')
    .option('--json', 'the contract with every default filled in')
    .addHelpText('after', HELP)
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const contract = await loadContract(file);
      const words = [
        ...contract.accounts.map(describeAccount),
        `${inputName(file)}: ${counted(contract.accounts.length, 'account')}, nothing wrong.`,
      ];
      const text = json === true ? JSON.stringify(contract) : words.join('\n\n');
      await writeData(terminal.stdout, `${text}\n`);
    });
};
