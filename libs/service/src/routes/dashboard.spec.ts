import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DashboardFiles } from '../http/dashboard-files';
import { HttpFace } from '../testing/http-face';

let folder: string;
let face: HttpFace;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-a_1-B.js'), 'go();');
  face = await HttpFace.open(new DashboardFiles(folder));
});
afterAll(async () => {
  await face.app.close();
  rmSync(folder, { recursive: true });
});

it.each(['/', '/?account=acme', '/accounts/acme/pools/elite', '/accounts/acme/quarantine'])(
  'sends the page at %s, always asked for anew, under a strict policy',
  async (url) => {
    const { body, headers } = await face.get(url);
    expect(body).toBe('<!doctype html>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/unsafe|\*|http|data:/);
  },
);

it('sends its parts to be kept for good', async () => {
  const { body, headers } = await face.get('/assets/index-a_1-B.js');
  expect(body).toBe('go();');
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
});

it.each(['/assets/old.js', '/assets/..%2findex.html', '/accounts', '/v1/nothing'])(
  'has no %s, and says so as a problem',
  async (url) => {
    const answer = await face.get(url);
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'ROUTE_UNKNOWN' }]);
  },
);

it('says how to build it where it is not built', async () => {
  const bare = await HttpFace.open(new DashboardFiles(join(folder, 'nowhere')));
  const answer = await bare.get('/');
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'DASHBOARD_NOT_BUILT' }]);
  await bare.app.close();
});
