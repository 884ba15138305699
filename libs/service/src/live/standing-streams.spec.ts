import type { AddressInfo } from 'node:net';
import { HttpFace } from '../testing/http-face';

let face: HttpFace;
let url: string;
beforeAll(async () => {
  face = await HttpFace.open();
  await face.app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(face.fastify.server.address() as AddressInfo).port}`;
});
afterAll(() => face.app.close());

const standing = { phase: 'within' as const, seatsFree: 1, seatsBilledSoFar: 0 };
const pool = (accountId: string, seatsUsed: number) => {
  const at = face.engine.clock.now();
  return { accountId, poolId: 'elite', at, seatsUsed, capacity: 2, standing };
};

/** Reads a stream until it has so many events. */
const read = async (path: string, events: number, headers = {}): Promise<string> => {
  const abort = new AbortController();
  const answer = await fetch(`${url}${path}`, { headers, signal: abort.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if ((text.match(/^event: standing$/gm) ?? []).length >= events) break;
  }
  abort.abort();
  return text;
};

it('sends the standings that are, then each change', async () => {
  face.engine.standings.pools = [pool('acme', 1), pool('beta', 1)];
  const change = setTimeout(() => {
    face.engine.standings.change(pool('acme', 2));
  }, 200);
  const text = await read('/v1/occupancy/stream', 3);
  clearTimeout(change);
  expect(
    [...text.matchAll(/"accountId":"(\w+)".*"seatsUsed":(\d)/g)].map(([, ...of]) => of),
  ).toEqual([
    ['acme', '1'],
    ['beta', '1'],
    ['acme', '2'],
  ]);
});

it('sends one account only its own', async () => {
  face.engine.standings.pools = [pool('beta', 1), pool('acme', 1)];
  expect(await read('/v1/accounts/acme/occupancy/stream', 1)).not.toContain('beta');
});

it('resumes behind the id that a client had last', async () => {
  face.engine.standings.pools = [pool('acme', 1)];
  const id = /^id: (.+)$/m.exec(await read('/v1/occupancy/stream', 1))![1]!;
  const open = read('/v1/occupancy/stream', 1, { 'last-event-id': id });
  setTimeout(() => {
    face.engine.standings.change(pool('acme', 2));
  }, 200);
  expect(await open).not.toContain('"seatsUsed":1');
});

it('answers 404 for an account that nobody knows', async () => {
  const answer = await face.get('/v1/accounts/other/occupancy/stream');
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'ACCOUNT_UNKNOWN' }]);
});

it('answers HEAD without opening anything', async () => {
  const answer = await fetch(`${url}/v1/occupancy/stream`, { method: 'HEAD' });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
});
