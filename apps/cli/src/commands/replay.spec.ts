import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { ReplayOutput } from '@seatmeter/contracts';
import { runCli } from '../program';

let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  environment = process.env;
  process.env = { ...environment, TERM: 'xterm' };
  delete process.env.NO_COLOR;
});
afterAll(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

type Run = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

const run = async (args: readonly string[], isTTY = false): Promise<Run> => {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const terminal = { stdout, stderr: new PassThrough() };
  const exitCode = await runCli(['node', 'seatmeter', ...args], terminal);
  const textOf = (stream: PassThrough): string => String(stream.read() ?? '');
  return { exitCode, stdout: textOf(stdout), stderr: textOf(terminal.stderr) };
};

const fact = (type: string, session: string, time: string, accountId = 'acme'): string =>
  JSON.stringify({
    specversion: '1.0',
    id: `${session} ${type} ${time}`,
    source: '/dialer',
    type: `seatmeter.session.${type}.v1`,
    time: `2026-03-02T${time}:00Z`,
    data: { accountId, sessionId: session, userId: session, pool: 'elite' },
  });

const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('');

/** Three people for 25 minutes over one seat, then two of them for ten more. */
const SHIFT = [
  fact('started', 'ann', '09:00'),
  fact('started', 'ben', '09:00'),
  fact('started', 'cyd', '09:00'),
  fact('ended', 'cyd', '09:25'),
  fact('ended', 'ben', '09:35'),
  fact('ended', 'ann', '17:00'),
];
const OTHERS = [fact('started', 'dan', '10:00', 'beta'), fact('ended', 'dan', '10:05', 'beta')];

const POOL = {
  id: 'elite',
  capacity: [{ seats: 1 }],
  price: [{ currency: 'USD', overageSeat: '45.00' }],
};
const CONTRACT = {
  accounts: [
    { id: 'acme', timeZone: 'America/New_York', pools: [POOL] },
    { id: 'beta', policy: { preset: 'ringcx' }, pools: [{ ...POOL, capacity: [] }] },
  ],
};

const flagsOf = (events: string): string[] => {
  const contract = fileOf('contract.json', JSON.stringify(CONTRACT));
  return ['--events', fileOf('events.ndjson', events), '--contract', contract];
};

const replay = (events: string, ...more: string[]): Promise<Run> =>
  run(['replay', ...flagsOf(events), ...more]);

const answer = async (events: string, ...more: string[]): Promise<ReplayOutput> => {
  const { exitCode, stdout, stderr } = await replay(events, '--json', ...more);
  expect([exitCode, stderr]).toEqual([0, '']);
  return ReplayOutput.parse(JSON.parse(stdout));
};

/** What is billed, by account. */
const billed = async (...more: string[]): Promise<Record<string, number>> => {
  const { statements } = await answer(lines(...SHIFT, ...OTHERS), ...more);
  return Object.fromEntries(
    statements.map(({ accountId, overageSeats }) => [accountId, overageSeats]),
  );
};

describe('a replay', () => {
  it('prints a table, why each overage is billed, and what became of the lines', async () => {
    const { exitCode, stdout, stderr } = await replay(lines(...SHIFT, ...OTHERS));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Account +Pool +Cycle +Capacity +Peak +Overage +Amount +Excursions\n/);
    expect(stdout).toMatch(/\nacme +elite +2026-03-01 to 2026-04-01 +1 +3 +1 +USD 45\.00 +1\n/);
    expect(stdout).toMatch(/\nbeta +elite +2026-03-01 to 2026-04-01 +0 +1 +1 +USD 45\.00 +1\n/);
    expect(stdout).toContain('As of 2026-03-02T17:00:00.000Z, provisional.');
    expect(stdout).toContain('Overage in all: USD 90.00.');
    expect(stdout).toContain('2026-03-02 04:00:00 for 35 min, up to 2 seats over');
    expect(stdout).toContain(
      'Lines: 8 accepted, 0 duplicates, 0 quarantined, 0 ignored, 0 rejected.',
    );
  });

  it('with --json prints exactly what its schema promises', async () => {
    const { statements, input, quarantine } = await answer(lines(...SHIFT, SHIFT[0]!));
    expect(statements).toMatchObject([
      {
        accountId: 'acme',
        overageSeats: 1,
        readings: { none: 2, 'excursion-full': 2, 'level-contiguous': 1 },
        amount: { currency: 'USD', value: '45.00' },
      },
    ]);
    expect(input).toMatchObject({ accepted: 6, duplicates: 1 });
    expect(quarantine).toEqual([]);
  });

  it('states an account that starts without any fact, but not without any instant', async () => {
    const early = { accounts: [{ id: 'acme', startsAt: '2026-01-01T00:00:00Z', pools: [POOL] }] };
    const contract = fileOf('early.json', JSON.stringify(early));
    const args = ['replay', '--events', fileOf('none', ''), '--contract', contract, '--json'];
    const statementsAt = async (...more: string[]): Promise<number> =>
      ReplayOutput.parse(JSON.parse((await run([...args, ...more])).stdout)).statements.length;
    expect(await statementsAt()).toBe(0);
    expect(await statementsAt('--as-of', '2026-03-02T00:00:00Z')).toBe(3);
  });

  it('says what to check when nothing is stated', async () => {
    const { exitCode, stdout } = await replay(lines(fact('started', 'eve', '09:00', 'unknown')));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/No statement: .*\nCheck that data\.accountId/);
    expect(stdout).toMatch(/unknown-account +\/dialer +eve started/);
  });

  it('prints one account with --account, and names the nearest for one that is not there', async () => {
    expect(await billed('--account', 'beta')).toEqual({ beta: 1 });
    const { exitCode, stdout, stderr } = await replay(lines(...SHIFT), '--account', 'acne');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--account acne: .* no such account; did you mean acme\?/);
  });

  it('reads up to and including --as-of', async () => {
    const at = async (asOf: string): Promise<unknown> => {
      const { statements, input } = await answer(lines(...SHIFT), '--as-of', asOf);
      return [statements[0]?.overageSeats, input.accepted];
    };
    expect(await at('2026-03-02T09:25:00Z')).toEqual([0, 4]);
    expect(await at('2026-03-02T09:30:00Z')).toEqual([0, 4]);
    expect(await at('2026-03-02T04:30:00.001-05:00')).toEqual([1, 4]);
    expect(await at('2026-03-02T08:59:59.999Z')).toEqual([undefined, 0]);
  });

  it('is coloured on a terminal that wants it, and nowhere else', async () => {
    const args = ['replay', ...flagsOf(lines(...SHIFT))];
    const plain = (await run(args)).stdout;
    const coloured = (await run(args, true)).stdout;
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31m1\u001b[39m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    for (const [name, value] of Object.entries({ NO_COLOR: '1', TERM: 'dumb' })) {
      const before = process.env[name];
      process.env[name] = value;
      expect((await run(args, true)).stdout).toBe(plain);
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    }
  });

  it('does not read facts and contract from one standard input', async () => {
    const { exitCode, stderr } = await run(['replay', '--events', '-', '--contract', '-']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('cannot both be -')]);
  });

  it.each(['now', '2026-03-02', '2026-03-02T09:00:00', '2100-01-01T00:00:00Z'])(
    'refuses --as-of %s',
    async (asOf) => {
      const { exitCode, stdout, stderr } = await replay(lines(...SHIFT), '--as-of', asOf);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/a time of the years 2000 to 2099 with a zone/);
    },
  );
});

describe('--policy', () => {
  it('replaces a term of every account, or with preset all of them', async () => {
    expect(await billed()).toEqual({ acme: 1, beta: 1 });
    expect(await billed('--policy', 'graceModel=none')).toEqual({ acme: 2, beta: 1 });
    expect(await billed('--policy', 'graceDuration=PT1H')).toEqual({ acme: 0, beta: 1 });
    expect(await billed('--policy', 'preset=cisco-cce')).toEqual({ acme: 2, beta: 0 });
    const both = ['--policy', 'graceDuration=PT5M', '--policy', 'preset=cisco-cce'];
    expect(await billed(...both, '--policy', 'graceBoundary=inclusive')).toEqual({
      acme: 2,
      beta: 1,
    });
  });

  it.each([
    ['graceModle=none', /no term "graceModle". Did you mean graceModel\?/],
    ['from=2026-01-01T00:00:00Z', /no term "from"/],
    ['__proto__=1', /no term "__proto__"/],
    ['graceModel', /must be term=value, as graceModel=none/],
    ['graceModel=nome', /"none", "excursion-full".* or "level-cumulative": the nearest is "none"/],
    ['graceDuration=30', /a duration of weeks, days, hours, minutes or seconds, like "PT30M"/],
    ['leaseTtl=PT0S', /a duration longer than 0/],
    ['preset=zoom', /"zoom-cc", "genesys-cloud", "ringcx" or "cisco-cce"/],
    ['countBy=user=session', /must be term=value/],
  ])('refuses %s and says what is allowed', async (term, message) => {
    const { exitCode, stdout, stderr } = await replay(lines(...SHIFT), '--policy', term);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('lines that are no session facts', () => {
  const bad = [...SHIFT, 'not json', fact('started', 'eve', '09:00').replace('1.0', '0.3')];

  it('are named with file and line, and the rest is metered', async () => {
    const { exitCode, stdout, stderr } = await replay(lines(...bad), '--json');
    const { statements, input } = ReplayOutput.parse(JSON.parse(stdout));
    expect([exitCode, statements[0]!.overageSeats, input.rejected]).toEqual([0, 1, 2]);
    const file = join(folder, 'events.ndjson');
    expect(stderr).toMatch(`${file}:7: `);
    expect(stderr).toMatch(`${file}:8: "specversion" must be "1.0"; it is "0.3"`);
  });

  it('are named ten times and then counted', async () => {
    const { stderr } = await replay(lines(...Array<string>(1012).fill('{}')));
    expect(stderr.trim().split('\n')).toHaveLength(11);
    expect(stderr).toMatch(/events\.ndjson: 1,002 more lines rejected\n$/);
  });

  it.each([
    ['a line is rejected', 'not json', '1 line rejected, 0 facts in quarantine'],
    ['a fact waits', fact('ended', 'eve', '09:00'), '0 lines rejected, 1 fact in quarantine'],
  ])('make --strict exit 2 after printing when %s', async (_, line, found) => {
    const loose = await replay(lines(...SHIFT, line));
    const strict = await replay(lines(...SHIFT, line), '--strict');
    expect([loose.exitCode, strict.exitCode, strict.stdout]).toEqual([0, 2, loose.stdout]);
    expect(strict.stderr).toContain(`error: --strict: ${found}`);
    expect((await replay(lines(...SHIFT), '--strict')).exitCode).toBe(0);
  });
});
