import { appendFileSync, cpSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { Dice } from './dice';
import { closingParcel, contentOf, type Fact } from './facts';
import { Sender } from './sender';
import { Sent } from './sent';
import { ServiceProcess } from './service-process';
import { newDirectory, removeDirectory } from './store-disk';
import { readStreams } from './streams';

jest.setTimeout(120_000);

let folder: string;
let dataDir: string;
let sent: Sent;
let running: ServiceProcess[] = [];
beforeEach(() => {
  folder = newDirectory();
  dataDir = join(folder, 'data');
  sent = new Sent(11);
});
afterEach(async () => {
  await Promise.all(running.map((service) => service.kill()));
  running = [];
  removeDirectory(folder);
});

const start = (directory: string): ServiceProcess => {
  const service = new ServiceProcess(directory);
  running.push(service);
  return service;
};

const fill = async (parcels: number): Promise<ServiceProcess> => {
  const service = start(dataDir);
  await sent.to(service);
  await sent.parcels(parcels);
  return service;
};

const copy = (name: string): string => {
  const directory = join(folder, name);
  cpSync(dataDir, directory, { recursive: true });
  return directory;
};

const acknowledged = (): string[] => sent.facts.map(contentOf).sort();

/** Starts the service there without any flag, and lets it recover. */
const recovered = async (directory: string): Promise<string[]> => {
  const service = start(directory);
  await sent.to(service);
  await service.kill();
  return (await readStreams(directory)).contents.sort();
};

it.each([24, 30, 9_000, 16_408, 20_000])(
  'has everything acknowledged when %d bytes of the next append are torn',
  async (torn) => {
    await (await fill(12)).kill();
    const wal = join(dataDir, 'seatmeter.db-wal');
    const bytes = readFileSync(wal);
    const begun = bytes.subarray(bytes.length - 16_408);
    appendFileSync(wal, Buffer.concat([begun, begun]).subarray(0, torn));
    expect(await recovered(dataDir)).toEqual(acknowledged());
  },
);

it('has whole appends, and takes the rest again, when a disk lost the end of what it had promised', async () => {
  await (await fill(25)).kill();
  const dice = new Dice(3);
  const size = statSync(join(dataDir, 'seatmeter.db-wal')).size;
  for (let cut = 0; cut < 4; cut += 1) {
    const directory = copy(`cut-${cut}`);
    truncateSync(join(directory, 'seatmeter.db-wal'), dice.between(size >> 1, size - 1));
    const before = await recovered(directory);
    const known = new Set(acknowledged());
    expect(before.filter((content) => !known.has(content))).toEqual([]);
    const service = start(directory);
    await sent.to(service);
    await sent.everythingAgain();
    await service.kill();
    expect((await readStreams(directory)).contents.sort()).toEqual(acknowledged());
  }
});

it('never hides that the end of the database is gone', async () => {
  await (await fill(60)).stop();
  const { size } = statSync(join(dataDir, 'seatmeter.db'));
  for (const lost of [1, 9_000, 16_384, 3 * 16_384]) {
    const directory = copy(`lost-${lost}`);
    truncateSync(join(directory, 'seatmeter.db'), size - lost);
    const service = start(directory);
    const url = await service.listening;
    if (url === undefined) {
      expect((await service.ended).code).toBe(2);
      expect(service.said).toContain(`${join(directory, 'seatmeter.db')} is damaged`);
      continue;
    }
    let told = 0;
    for (const fact of sent.facts) told += (await isThere(url, fact)) ? 0 : 1;
    expect([lost, told > 0]).toEqual([lost, true]);
  }
});

it('closes the cycles of every account but the one that is damaged', async () => {
  const dying = new ServiceProcess(dataDir, { killAt: 'cycle-closing:1' });
  const sender = new Sender(dying, new Dice(5));
  const parcels = ['damaged', 'whole'].map((id) => closingParcel(id, 2, Date.now()));
  for (const { account } of parcels) await sender.deliver({ account, facts: [] });
  await sender.deliver({ facts: parcels.flatMap(({ facts }) => facts) });
  await dying.ended;
  const database = new Database(join(dataDir, 'seatmeter.db'));
  database.exec("UPDATE log SET data = x'00' WHERE position = 0");
  database.close();
  const url = await start(dataDir).url();
  const statuses = async (id: string): Promise<unknown[]> => {
    const answer = await fetch(`${url}/v1/accounts/${id}/statements`);
    const { statements, code } = (await answer.json()) as {
      statements?: { status: string }[];
      code?: string;
    };
    return statements?.map(({ status }) => status) ?? [code];
  };
  while (!(await statuses('whole')).includes('final')) await setTimeout(50);
  expect(await statuses('damaged')).toEqual(['STORE_DAMAGED']);
});

/** False when the service says that its store is damaged. */
const isThere = async (url: string, { accountId, source, id }: Fact): Promise<boolean> => {
  const query = new URLSearchParams({ source, id }).toString();
  const answer = await fetch(`${url}/v1/accounts/${accountId}/session-events?${query}`);
  const body: unknown = await answer.json();
  if (answer.status === 200) return true;
  expect([answer.status, body]).toMatchObject([503, { code: 'STORE_DAMAGED' }]);
  return false;
};
