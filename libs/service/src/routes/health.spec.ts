import { Logger } from '@nestjs/common';
import { StoreFailed } from '@seatmeter/engine';
import { GetAccounts } from '@seatmeter/engine/service';
import { HttpFace } from '../testing/http-face';
import { HealthJson } from '../views/answers';

let face: HttpFace;
beforeAll(async () => {
  face = await HttpFace.open();
});
afterAll(() => face.app.close());

describe('health', () => {
  it.each(['live', 'ready'])('is %s', async (status) => {
    const answer = await face.get(`/health/${status}`);
    expect(HealthJson.parse(answer.json())).toEqual({ status });
  });

  it('is not ready for ten seconds after the store failed, and says why', async () => {
    face.engine.on(GetAccounts, () => {
      throw new StoreFailed('STORE_READ_ONLY', 'it cannot be written');
    });
    expect((await face.get('/v1/accounts')).statusCode).toBe(503);
    const answer = await face.get('/health/ready');
    expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'STORE_READ_ONLY' }]);
    expect((await face.get('/health/live')).statusCode).toBe(200);
    face.engine.clock.instant += 10_000;
    expect((await face.get('/health/ready')).statusCode).toBe(200);
  });
});

describe('whoever comes by', () => {
  it('is told no more than it should know', async () => {
    const { headers } = await face.get('/health/live', { origin: 'https://elsewhere.example' });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(
      Object.keys(headers).filter((name) => /access-control|powered|server/.test(name)),
    ).toEqual([]);
  });

  it.each([
    ['GET', '/nowhere', 404, 'ROUTE_UNKNOWN', undefined],
    ['GET', '/v1/accounts/', 404, 'ROUTE_UNKNOWN', undefined],
    ['DELETE', '/v1/accounts/acme?x=1', 405, 'METHOD_NOT_ALLOWED', 'PUT, GET'],
    ['GET', '/v1/session-events', 405, 'METHOD_NOT_ALLOWED', 'POST'],
    ['OPTIONS', '/v1/accounts', 405, 'METHOD_NOT_ALLOWED', 'GET'],
    ['GET', '/v1/accounts/%zz', 400, 'URL_INVALID', undefined],
    ['GET', `/v1/accounts/${'a'.repeat(3000)}`, 400, 'URL_INVALID', undefined],
  ] as const)('who asks %s %s hears what is wrong', async (method, url, status, code, allow) => {
    const answer = await face.ask({ method, url });
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code, status }]);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('hears of a bug nothing but where to look, and the log hears all', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    face.engine.on(GetAccounts, () => {
      throw new TypeError('x is not a function');
    });
    const answer = await face.get('/v1/accounts?after=secret');
    const { requestId, ...problem } = answer.json<Record<string, string>>();
    expect([answer.statusCode, problem.code]).toEqual([500, 'INTERNAL']);
    expect(answer.body).not.toMatch(/not a function|health\.spec/);
    const [line, stack] = told.mock.calls[0] as string[];
    expect(line).toBe(`${requestId}: GET /v1/accounts failed`);
    expect(stack).toMatch(/x is not a function[^]*health\.spec/);
    told.mockRestore();
  });
});
