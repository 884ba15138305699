import { execFileSync } from 'node:child_process';
import { AccountContract } from '@seatmeter/contracts';
import type { AccountView } from '@seatmeter/engine/service';
import { greeting } from './greeting';

const view = (contract: object): AccountView => ({
  contract: AccountContract.parse(contract),
  policy: { version: 1, hash: 'x' },
});
const NOW = Date.UTC(2026, 2, 2, 9);

/** What a shell would run. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', command.replace('curl', 'printf "%s\\n"')], { encoding: 'utf8' })
    .trim()
    .split('\n');

it('begins with an account when there is none', () => {
  const [, put, , send, see] = greeting('http://h:1', [], NOW);
  const words = wordsOf(put!);
  expect(words.slice(0, 3)).toEqual(['-X', 'PUT', 'http://h:1/v1/accounts/acme']);
  expect(AccountContract.parse(JSON.parse(words.at(-1)!))).toMatchObject({ id: 'acme' });
  expect(JSON.parse(wordsOf(send!).at(-1)!)).toMatchObject({
    time: '2026-03-02T09:00:00.000Z',
    data: { accountId: 'acme', pool: 'elite' },
  });
  expect(see).toContain('http://h:1/v1/accounts/acme/occupancy');
});

it('sends a fact to the first pool that is metered', () => {
  const accounts = [
    view({ id: 'empty' }),
    view({
      id: 'beta',
      pools: [
        { id: 'named', model: 'named', capacity: [] },
        { id: 'live', capacity: [{ seats: 1 }] },
      ],
    }),
  ];
  const [, send] = greeting('http://h:1', accounts, NOW);
  const data = { accountId: 'beta', pool: 'live' };
  expect(JSON.parse(wordsOf(send!).at(-1)!)).toMatchObject({ data });
});
