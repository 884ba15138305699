import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { contentOf, eventOf } from './facts';
import { littleRoom, type LittleRoom } from './little-room';
import { Sent } from './sent';
import { ServiceProcess } from './service-process';
import { newDirectory, removeDirectory } from './store-disk';
import { readStreams } from './streams';
import { makeUnwritable } from './unwritable';

jest.setTimeout(120_000);

let folder: string;
let dataDir: string;
let sent: Sent;
let running: ServiceProcess[] = [];
beforeEach(() => {
  folder = newDirectory();
  dataDir = join(folder, 'data');
  sent = new Sent(7);
});
afterEach(async () => {
  await Promise.all(running.map((service) => service.kill()));
  running = [];
  removeDirectory(folder);
});

type Options = ConstructorParameters<typeof ServiceProcess>[1];

const start = (directory = dataDir, options?: Options): ServiceProcess => {
  const service = new ServiceProcess(directory, options);
  running.push(service);
  return service;
};

/** What a process says that cannot start. */
const refusal = async (code: 2 | 3, options?: Options): Promise<string> => {
  const service = start(dataDir, options);
  expect(await service.listening).toBeUndefined();
  expect(await service.ended).toEqual({ code, signal: null });
  expect(service.said).toMatch(/^error: [^\n]*\n$/);
  return service.said;
};

/** A data directory with facts in it, that nobody uses. */
const storeOf = async (parcels: number): Promise<void> => {
  const service = start();
  await sent.to(service);
  await sent.parcels(parcels);
  expect(await service.stop()).toEqual({ code: 0, signal: null });
};

const everythingIsThereIn = async (directory: string): Promise<void> => {
  const { contents } = await readStreams(directory);
  expect(contents.sort()).toEqual(sent.facts.map(contentOf).sort());
};

it('keeps a second process off a data directory, which does not disturb the first', async () => {
  const first = start();
  await sent.to(first);
  await sent.parcels(3);
  expect(await refusal(3)).toContain(`${dataDir} is used by another Seatmeter that is running`);
  await sent.parcels(3);
  await first.kill();
  await everythingIsThereIn(dataDir);
});

it('says of a directory that it may only read what to do, and goes on once it may write', async () => {
  await storeOf(5);
  const { uid, undo } = makeUnwritable(dataDir);
  const said = await refusal(3, { uid }).finally(undo);
  expect(said).toContain(dataDir);
  expect(said).toContain('cannot be written: give this user the right to write there');
  const service = start();
  await sent.to(service);
  await sent.parcels(5);
  await service.kill();
  await everythingIsThereIn(dataDir);
});

it('says of a file in the place of the directory that it cannot be used', async () => {
  writeFileSync(dataDir, 'x');
  expect(await refusal(3)).toContain(dataDir);
});

it('does not touch what a newer Seatmeter made', async () => {
  await storeOf(5);
  const path = join(dataDir, 'seatmeter.db');
  const setVersion = (version: number): void => {
    const database = new Database(path);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
  };
  setVersion(9);
  expect(await refusal(2)).toContain(`${path} was made by a newer Seatmeter`);
  setVersion(1);
  await everythingIsThereIn(dataDir);
});

describe('on a disk that is full', () => {
  let room: LittleRoom;
  beforeEach(() => {
    room = littleRoom(dataDir);
    ({ dataDir } = room);
  });
  afterEach(async () => {
    await Promise.all(running.map((service) => service.kill()));
    room.remove();
  });

  const probe = async (service: ServiceProcess): Promise<Response> => {
    const fact = { ...sent.facts[0]!, id: `probe-${Date.now()}` };
    const headers = { 'content-type': 'application/cloudevents+json' };
    const body = JSON.stringify(eventOf(fact));
    return fetch(`${await service.url()}/v1/session-events`, { method: 'POST', headers, body });
  };

  /** A service that has just had its room taken, and the load that waits for more. */
  const cramped = async (): Promise<{ service: ServiceProcess; load: Promise<void> }> => {
    const service = start();
    await sent.to(service);
    await sent.parcels(20);
    room.take(service);
    return { service, load: sent.parcels(20) };
  };

  const nothingButProbesMore = async (): Promise<void> => {
    const { contents } = await readStreams(dataDir);
    const others = contents.filter((content) => !content.includes('"probe-'));
    expect(others.sort()).toEqual(sent.facts.map(contentOf).sort());
  };

  it('acknowledges nothing, says when to come again, and has everything acknowledged after a new start', async () => {
    const { service, load } = await cramped();
    let answer = await probe(service);
    while (answer.status === 202) {
      await answer.text();
      answer = await probe(service);
    }
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: expect.stringMatching(/^STORE_(FULL|FAILED)$/) as string,
      detail: expect.stringContaining(dataDir) as string,
    });
    const acknowledged = sent.facts.length;
    await setTimeout(500);
    expect(sent.facts.length).toBe(acknowledged);
    expect((await fetch(`${await service.url()}/health/ready`)).status).toBe(503);
    room.giveBack(service);
    await service.kill();
    const next = start();
    await sent.to(next);
    await load;
    await next.kill();
    await nothingButProbesMore();
  });

  it('goes on as soon as there is room, without a new start', async () => {
    const { service, load } = await cramped();
    while ((await probe(service)).status === 202);
    room.giveBack(service);
    await load;
    await service.kill();
    await nothingButProbesMore();
  });
});
