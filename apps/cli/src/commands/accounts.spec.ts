import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ContractFile } from '@seatmeter/contracts';
import { runCli } from '../program';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'accounts-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const check = async (
  contract: string,
  ...more: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string; file: string }> => {
  const file = join(folder, 'contract.yaml');
  writeFileSync(file, contract);
  const terminal = { stdout: new PassThrough(), stderr: new PassThrough() };
  const argv = ['node', 'seatmeter', 'accounts', 'check', file, ...more];
  const exitCode = await runCli(argv, terminal);
  const textOf = (stream: PassThrough): string => String(stream.read() ?? '');
  return { exitCode, stdout: textOf(terminal.stdout), stderr: textOf(terminal.stderr), file };
};

const CONTRACT = `accounts:
  - id: acme
    name: Acme
    timeZone: America/New_York
    startsAt: 2026-01-01T05:00:00Z
    billing: { anchorDay: 31 }
    policy:
      - leaseTtl: PT15M
      - { from: 2026-06-01T04:00:00Z, preset: genesys-cloud }
    pools:
      - id: elite
        licence: elite
        capacity: [{ seats: 100 }, { seats: 1, from: 2026-03-01T05:00:00Z }]
        price: [{ currency: USD, overageSeat: "45.00" }]
      - { id: chat, capacity: [] }
      - { id: own, model: named, capacity: [] }
  - { id: beta, policy: { preset: ringcx }, pools: [] }
`;

it('says in words what each account and pool will do', async () => {
  const { exitCode, stdout, stderr, file } = await check(CONTRACT);
  expect([exitCode, stderr]).toEqual([0, '']);
  for (const said of [
    'acme (Acme)\n  cycles begin on the 31st of the month at midnight, America/New_York; the first holds 2026-01-01 00:00:00\n',
    'from the beginning: a seat is billed once it stayed over capacity for more than 30 min;\n',
    'a session ends by itself 15 min after its last sign of life',
    'from 2026-06-01 00:00:00: a seat is billed once it was over capacity for 30 min or more in all;\n',
    'and only in the pool of the highest licence; a session without a lease of its own stays open',
    'pool elite, licence elite: 100 seats from the beginning, 1 seat from 2026-03-01 00:00:00\n',
    'an overage seat costs, a cycle: USD 45.00 from the beginning\n',
    'pool chat: no seat: every use is over capacity\n    no price: overage is stated in seats\n',
    'pool own: named licences, not metered\n',
    'beta\n  cycles begin on the 1st of the month at midnight, UTC; the first holds its first fact\n',
    'the highest excess of the cycle is billed, however short',
    `${file}: 2 accounts, nothing wrong.\n`,
  ])
    expect(stdout).toContain(said);
});

it('with --json gives the contract with every default filled in, which is a contract again', async () => {
  const { exitCode, stdout } = await check(CONTRACT, '--json');
  const contract = JSON.parse(stdout) as ContractFile;
  expect(exitCode).toBe(0);
  expect(ContractFile.parse(contract)).toEqual(contract);
  expect(contract.accounts[1]).toMatchObject({ timeZone: 'UTC', billing: { anchorDay: 1 } });
  expect((await check(stdout, '--json')).stdout).toBe(stdout);
});

it('names every problem with its line, its place and what to write', async () => {
  const wrong = CONTRACT.replace('New_York', 'New_Yrok').replace('seats: 100', 'seats: -1');
  const { exitCode, stdout, stderr, file } = await check(wrong);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr.split(`${file}:`)).toEqual([
    'error: ',
    expect.stringMatching(/^4: accounts\[0\]\.timeZone .* the nearest is "America\/New_York"/),
    expect.stringMatching(/^13: accounts\[0\]\.pools\[0\]\.capacity\[0\]\.seats is -1; it must be/),
  ]);
});

it('names the file when it is not there, or empty', async () => {
  expect((await check('')).stderr).toMatch(/contract\.yaml:1: the file is empty; write a contract/);
  const terminal = { stdout: new PassThrough(), stderr: new PassThrough() };
  const nowhere = ['node', 'seatmeter', 'accounts', 'check', join(folder, 'nowhere')];
  expect(await runCli(nowhere, terminal)).toBe(2);
  expect(String(terminal.stderr.read())).toMatch(/nowhere: there is no such file/);
});
