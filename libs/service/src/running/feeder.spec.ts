import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { ServiceLogger } from '../logging/service-logger';
import { Feeding, type Feeder } from './feeder';

const log = new PassThrough();
const logger = new ServiceLogger(log, 'error', 'json');
const allRead = jest.fn();
beforeEach(() => allRead.mockReset());

const untilStopped = async (_: string, stop: AbortSignal): Promise<void> => {
  await once(stop, 'abort');
  throw stop.reason;
};

const feeder = (parts: Partial<Feeder>): Feeder => ({
  catchUp: () => Promise.resolve(),
  goOn: untilStopped,
  shown: 'acme',
  greeting: () => [],
  ...parts,
});

it('lets decisions be made once what happened before is sent, and goes on until it is stopped', async () => {
  const addresses: string[] = [];
  const goOn: Feeder['goOn'] = (url, stop) => {
    addresses.push(url);
    return untilStopped(url, stop);
  };
  const feeding = new Feeding(feeder({ goOn }), 'http://h:1', allRead, logger);
  expect(allRead).not.toHaveBeenCalled();
  await feeding.caughtUp;
  expect(allRead).toHaveBeenCalledTimes(1);
  await feeding.stop();
  expect(addresses).toEqual(['http://h:1']);
  expect(log.read()).toBeNull();
});

it('says that nothing more is fed when a feeder fails, and holds up nothing', async () => {
  const catchUp = (): Promise<void> => Promise.reject(new Error('the disk is full'));
  const goOn = jest.fn(untilStopped);
  const feeding = new Feeding(feeder({ catchUp, goOn }), 'http://h:1', allRead, logger);
  await feeding.caughtUp;
  expect(allRead).toHaveBeenCalledTimes(1);
  await new Promise(setImmediate);
  await feeding.stop();
  expect(goOn).not.toHaveBeenCalled();
  expect(String(log.read())).toContain('no more facts are fed: the disk is full');
});

it('stops while it catches up, without a word', async () => {
  const feeding = new Feeding(feeder({ catchUp: untilStopped }), 'http://h:1', allRead, logger);
  await feeding.stop();
  await feeding.caughtUp;
  expect(allRead).toHaveBeenCalledTimes(1);
  expect(log.read()).toBeNull();
});
