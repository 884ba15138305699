import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEATMETER, Served } from './served';

jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatmeter-serve-'));
  // Builds, when the sources changed.
  spawnSync(process.execPath, [SEATMETER, '--version']);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('seatmeter serve --help tells every setting and its default', () => {
  const args = [SEATMETER, 'serve', '--help'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toMatch(/SEATMETER_DATA_DIR .+\(\.\/\.seatmeter\)/);
  expect(stdout.match(/^ {2}SEATMETER_\w+ .+\)$/gm)).toHaveLength(9);
});

describe('seatmeter serve does not start', () => {
  const failed = async (environment: Record<string, string>): Promise<[number | null, string]> => {
    const served = new Served({ SEATMETER_STORE: 'memory', ...environment });
    const code = await served.end();
    expect(served.stdout).toBe('');
    return [code, served.stderr];
  };

  it.each([
    [{ SEATMETER_PROT: '1' }, 2, 'SEATMETER_PROT is no setting; the nearest is SEATMETER_PORT'],
    [{ SEATMETER_PORT: 'x' }, 2, 'SEATMETER_PORT must be a port from 0 to 65535'],
    [{ SEATMETER_CONTRACT: '/nowhere' }, 2, 'there is no such file'],
    [{ SEATMETER_HOST: '203.0.113.1' }, 2, 'is no address of this machine'],
    [{ SEATMETER_STORE: 'sqlite', SEATMETER_DATA_DIR: '/dev/null/x' }, 3, '/dev/null/x'],
  ])('with %j', async (environment, exitCode, words) => {
    const [code, stderr] = await failed(environment);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(words);
    expect(code).toBe(exitCode);
  });

  it('where another process has its address or its directory', async () => {
    const environment = { SEATMETER_STORE: 'sqlite', SEATMETER_DATA_DIR: join(folder, 'data') };
    const served = await Served.start(environment);
    const { port } = new URL(served.url);
    const [addressCode, address] = await failed({ SEATMETER_PORT: port });
    expect(address).toContain(`error: 127.0.0.1:${port} is in use by another process`);
    const [storeCode, store] = await failed(environment);
    expect(store).toMatch(/^error: [^\n]+\n$/);
    expect([addressCode, storeCode]).toEqual([3, 3]);
    expect(await served.stop()).toBe(0);
  });
});

it('a replay does not wait for what only the service needs', () => {
  const main = join(__dirname, '..', '..', 'dist', 'apps', 'cli', 'apps', 'cli', 'src', 'main.js');
  const script = `
    process.argv = [process.execPath, 'seatmeter', 'replay', '--help'];
    require(${JSON.stringify(main)});
    process.on('exit', () => {
      const loaded = Object.keys(require.cache).filter((file) => /@nestjs|fastify|libsql/.test(file));
      process.stderr.write(String(loaded.length));
    });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout).toContain('seatmeter replay');
  expect(stderr).toBe('0');
});
