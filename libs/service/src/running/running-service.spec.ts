import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { StoreFailed } from '@seatmeter/engine';
import { ApplyContract, GetAccounts, RecordSessionFacts } from '@seatmeter/engine/service';
import { ServiceLogger } from '../logging/service-logger';
import { readSettings } from '../settings/settings';
import { FakeEngine } from '../testing/fake-engine';
import { RunningService } from './running-service';

let folder: string;
let engine: FakeEngine;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'service-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  engine = new FakeEngine();
  engine.on(GetAccounts, () => ({ items: [] }));
});

const start = (
  environment: Record<string, string> = {},
  log = new PassThrough(),
): Promise<RunningService> => {
  const settings = readSettings({ SEATMETER_PORT: '0', ...environment });
  const logger = new ServiceLogger(log, 'error', 'json');
  return RunningService.start(settings, [engine.module], logger);
};

const contractFile = (content: string): string => {
  const file = join(folder, 'contract.json');
  writeFileSync(file, content);
  return file;
};

it('answers at the address it names, and greets', async () => {
  const service = await start();
  expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  expect((await service.greeting()).join('\n')).toContain(`${service.url}/v1/session-events`);
  await service.stop();
  await expect(fetch(service.url)).rejects.toThrow();
});

it('applies the contract of the settings before it takes anything', async () => {
  engine.on(ApplyContract, () => ({ change: 'new' }));
  const SEATMETER_CONTRACT = contractFile('{"accounts":[{"id":"a"},{"id":"b"}]}');
  const service = await start({ SEATMETER_CONTRACT });
  expect(engine.asked).toMatchObject([
    { contract: { id: 'a' }, origin: { actor: 'settings' } },
    { contract: { id: 'b' } },
  ]);
  await service.stop();
});

it('stops the start on a contract that is wrong or cannot be read', async () => {
  const wrong = contractFile('{"accounts":[{"id":"a b"}]}');
  await expect(start({ SEATMETER_CONTRACT: wrong })).rejects.toMatchObject({
    code: 'CONTRACT_WRONG',
    retriable: false,
    message: expect.stringContaining(`${wrong}:1: accounts[0].id`) as string,
  });
  const nowhere = join(folder, 'nowhere');
  await expect(start({ SEATMETER_CONTRACT: nowhere })).rejects.toMatchObject({
    message: `SEATMETER_CONTRACT is ${nowhere}, which cannot be read: there is no such file`,
  });
});

it('leaves the address free when something fails after it listened', async () => {
  const error = new StoreFailed('STORE_FULL', 'make room');
  engine.on(ApplyContract, () => {
    throw error;
  });
  const first = await start();
  const { port } = new URL(first.url);
  await first.stop();
  const environment = {
    SEATMETER_PORT: port,
    SEATMETER_CONTRACT: contractFile('{"accounts":[{"id":"a"}]}'),
  };
  await expect(start(environment)).rejects.toBe(error);
  const second = await start({ SEATMETER_PORT: port });
  await second.stop();
});

it.each([
  ['SEATMETER_HOST', '203.0.113.1', 'is no address of this machine', false],
  ['SEATMETER_HOST', 'no.such.host.invalid', 'is no address of this machine', false],
])('says what is wrong with %s=%s', async (name, value, words, retriable) => {
  const message = expect.stringContaining(words) as string;
  await expect(start({ [name]: value })).rejects.toMatchObject({ message, retriable });
});

it('says that an address is in use, which may change', async () => {
  const service = await start();
  const { port } = new URL(service.url);
  await expect(start({ SEATMETER_PORT: port })).rejects.toMatchObject({
    code: 'ADDRESS_IN_USE',
    retriable: true,
  });
  await service.stop();
});

/** Says something on a bare connection, and gives what came back until it was closed. */
const say = (url: string, text: string, hangUp = false): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => {
      socket.write(text);
      if (hangUp) setTimeout(() => socket.destroy(), 100);
    });
    socket.setEncoding('utf8').on('data', (data: string) => (answer += data));
    socket.on('close', () => {
      resolve(answer);
    });
  });

it('tells who speaks no HTTP what is wrong, and takes no hanging up for a bug', async () => {
  const log = new PassThrough();
  const service = await start({}, log);
  expect(await say(service.url, 'NONSENSE\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json[^]*REQUEST_INVALID/,
  );
  const headers = `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`;
  expect(await say(service.url, headers)).toContain('"code":"HEADERS_TOO_LARGE"');
  await say(service.url, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{', true);
  const half = 'POST /v1/session-events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{';
  await say(service.url, half, true);
  await service.stop();
  expect(String(log.read() ?? '')).toBe('');
});

it('answers what it took in before it stops, ends streams at once, and takes nothing more', async () => {
  let record = (): void => undefined;
  const recording = new Promise<void>((asked) => {
    engine.on(RecordSessionFacts, ({ facts }) => {
      asked();
      return new Promise((resolve) => {
        record = () => {
          resolve(facts.map(() => ({ outcome: 'accepted' })));
        };
      });
    });
  });
  const service = await start();
  const stream = await fetch(`${service.url}/v1/occupancy/stream`);
  const event = {
    specversion: '1.0',
    id: '1',
    source: 's',
    type: 'seatmeter.session.ended.v1',
    time: '2026-03-02T09:00:00Z',
    data: { accountId: 'acme', sessionId: 's' },
  };
  const url = `${service.url}/v1/session-events`;
  const taken = fetch(url, { method: 'POST', body: JSON.stringify(event) });
  await recording;
  const stopped = service.stop();
  expect(await stream.text()).toContain('retry');
  const late = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
  expect([late.status, await late.json()]).toMatchObject([503, { code: 'SHUTTING_DOWN' }]);
  record();
  expect(await (await taken).json()).toMatchObject({ accepted: 1 });
  await stopped;
});
