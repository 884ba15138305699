import { PassThrough } from 'node:stream';
import { CommanderError, type Command } from 'commander';
import { CliError, endingOf } from './cli-error';
import { buildProgram, runCli } from './program';

const run = async (
  ...args: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> => {
  const terminal = { stdout: new PassThrough(), stderr: new PassThrough() };
  const exitCode = await runCli(['node', 'seatmeter', ...args], terminal);
  const textOf = (stream: PassThrough): string => String(stream.read() ?? '');
  return { exitCode, stdout: textOf(terminal.stdout), stderr: textOf(terminal.stderr) };
};

describe('seatmeter', () => {
  it('prints its version', async () => {
    const { exitCode, stdout } = await run('--version');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it('has help with an example for every command', async () => {
    const pathsOf = (command: Command, path: string[]): string[][] => [
      path,
      ...command.commands.flatMap((sub) => pathsOf(sub, [...path, sub.name()])),
    ];
    const program = buildProgram({ stdout: new PassThrough(), stderr: new PassThrough() });
    for (const path of pathsOf(program, [])) {
      const { exitCode, stdout } = await run(...path, '--help');
      expect([path, exitCode, stdout]).toEqual([
        path,
        0,
        expect.stringMatching(/Examples?:\n {2}\$ seatmeter/),
      ]);
    }
  });

  it.each([
    [['imprt'], /unknown command 'imprt'\n\(Did you mean import\?\)/],
    [['--versoin'], /unknown option '--versoin'\n\(Did you mean --version\?\)/],
    [['import', 'cvs', 'f'], /unknown command 'cvs'\n\(Did you mean csv\?\)/],
    [
      ['import', 'csv', 'f', '--acount', 'a'],
      /unknown option '--acount'\n\(Did you mean --account\?\)/,
    ],
    [['import', 'csv'], /missing required argument 'file'/],
    [['import', 'asterisk', 'f'], /--account ID is missing/],
    [['import', 'asterisk', 'f', '--account', 'a'], /--source URI is missing/],
    [
      ['import', 'asterisk', 'f', '--account', 'a b'],
      /argument 'a b' is invalid. It must be 1 to 200/,
    ],
    [['import', 'asterisk', 'f', '--source', 'a b'], /without blanks/],
    [['import', 'asterisk', 'f', '--zone', 'Europe/Berln'], /Did you mean Europe\/Berlin\?/],
    [['import', 'csv', 'f', '--delimiter', 'ab'], /one character, or tab/],
    [['backup', '--data-dir', 'no-such', '--to', 'copy'], /there is no store in .*no-such/],
    [['restore', '--from', 'no-such', '--data-dir', 'no-such'], /there is no .*no-such/],
    [[], /Usage: seatmeter/],
  ])('answers %j with exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('an error', () => {
  it('of a command ends with its own code', () => {
    expect(endingOf(new CliError('FOUND', 'two differences', 1))).toEqual({
      exitCode: 1,
      text: 'error: two differences',
    });
    expect(endingOf(new CliError('WRONG', 'no')).exitCode).toBe(2);
  });

  it('of a lib ends with 3 when it may go better later, else with 2', () => {
    const libError = (retriable: boolean): Error =>
      Object.assign(new Error('locked by another'), { code: 'STORE_LOCKED', retriable });
    expect(endingOf(libError(true))).toEqual({ exitCode: 3, text: 'error: locked by another' });
    expect(endingOf(libError(false)).exitCode).toBe(2);
    expect(new CliError('X', 'x', 3).retriable).toBe(true);
  });

  it('that nobody expected is a bug: 70, with its stack', () => {
    const ending = endingOf(new TypeError('x is not a function'));
    expect(ending.exitCode).toBe(70);
    expect(ending.text).toMatch(/x is not a function[^]*program\.spec/);
    expect(endingOf('thrown').text).toMatch('thrown');
  });

  it('of commander has been told already', () => {
    expect(endingOf(new CommanderError(0, 'commander.help', ''))).toEqual({ exitCode: 0 });
    expect(endingOf(new CommanderError(1, 'commander.unknownOption', ''))).toEqual({ exitCode: 2 });
  });
});
