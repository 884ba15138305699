import type { IncomingMessage, ServerResponse } from 'node:http';
import { Door } from './door';

let door: Door;
let url: string;
beforeEach(async () => {
  door = new Door();
  const { port } = await door.listen('127.0.0.1', 0);
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => door.close());

/** Puts an application behind the door that answers when it is told to. */
const applicationBehind = (): { answer: () => void; asked: Promise<void> } => {
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    door.serverFactory((_: IncomingMessage, response: ServerResponse) => {
      answer = () => response.end('answered');
      resolve();
    }, {});
  });
  return {
    answer: () => {
      answer();
    },
    asked,
  };
};

it('says that it is alive and not ready while the service starts', async () => {
  expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
  const answer = await fetch(`${url}/health/ready`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ code: 'STARTING', status: 503 });
});

it('lets requests in once it is open, waits for those inside, and lets no more in', async () => {
  const application = applicationBehind();
  door.open();
  const inside = fetch(url).then((answer) => answer.text());
  await application.asked;
  door.drain();
  const late = await fetch(`${url}/v1/session-events`, {
    method: 'POST',
    body: 'x'.repeat(100_000),
  });
  expect(await late.json()).toMatchObject({ code: 'SHUTTING_DOWN' });
  expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live' });
  const emptied = door.emptied(5000);
  application.answer();
  expect(await inside).toBe('answered');
  expect(await emptied).toBe(true);
});

it('waits only so long', async () => {
  const application = applicationBehind();
  door.open();
  const inside = fetch(url).catch(() => 'cut off');
  await application.asked;
  expect(await door.emptied(10)).toBe(false);
  await door.close();
  expect(await inside).toBe('cut off');
});

it('is empty when nobody came', async () => {
  expect(await door.emptied(0)).toBe(true);
});

it('says what is wrong with an address', async () => {
  const other = new Door();
  const { port } = new URL(url);
  await expect(other.listen('127.0.0.1', Number(port))).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
