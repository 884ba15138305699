import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launch } from '../dashboard/chromium';
import { build, CONTRACT, signIn } from './dashboard-world';
import { Served } from './served';

jest.setTimeout(120_000);
const inBrowser = hasChromium ? describe : describe.skip;

const POOLS = 200;
const PER_SECOND = 5000;
const FRAME_MS = 20;
const WATCHED_MS = 8000;
/** What a person begins to notice. */
const LONGEST_TASK_MS = 200;

const frame = (n: number): string => {
  const seatsUsed = n % 37;
  const over = seatsUsed - 20;
  const standing =
    over > 0
      ? { phase: 'grace', seatsOver: over, seatsBilledSoFar: 0, newSeatsAtRisk: over }
      : { phase: 'within', seatsFree: -over, seatsBilledSoFar: 0 };
  const account = `account-${n % 20}`;
  const at = new Date().toISOString();
  const data = {
    accountId: account,
    at,
    poolId: `pool-${n % POOLS}`,
    seatsUsed,
    capacity: 20,
    standing,
  };
  return `event: standing\ndata: ${JSON.stringify(data)}\n\n`;
};

/** A service that tells of 200 pools 5,000 times a second; the rest is asked of the one behind it. */
const busyService = (behind: string): Server & { sent: number } => {
  const stream = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const begun = performance.now();
    let n = 0;
    const timer = setInterval(() => {
      const due = ((performance.now() - begun) / 1000) * PER_SECOND;
      let text = '';
      for (; n < due; n += 1) text += frame(n);
      server.sent = n;
      response.write(text);
    }, FRAME_MS);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
  const server = Object.assign(
    createServer((asked, response) => {
      if (asked.url === '/v1/occupancy/stream') {
        stream(response);
        return;
      }
      request(behind + asked.url!, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      }).end();
    }),
    { sent: 0 },
  );
  return server;
};

inBrowser('the dashboard', () => {
  let browser: Browser;
  let folder: string;
  let running: Served[] = [];
  let server: ReturnType<typeof busyService> | undefined;
  const start = async (environment: Record<string, string>): Promise<Served> => {
    const served = await Served.start(environment);
    running.push(served);
    return served;
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seatmeter-dashboard-'));
    build();
    browser = await launch();
  }, 300_000);
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    await Promise.all(running.map((served) => served.stop()));
    running = [];
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('says that it is stale while the service is away, and lives on when it is back', async () => {
    const environment = { SEATMETER_DATA_DIR: folder };
    const first = await start(environment);
    await first.send('PUT', '/v1/accounts/acme', CONTRACT);
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(first.url);
    await page.getByText('2 seats free').waitFor();
    await first.stop();
    await page.getByRole('status').getByText('Not live').waitFor({ timeout: 5000 });
    await page.getByText('2 seats free').waitFor();
    const SEATMETER_PORT = new URL(first.url).port;
    const second = await start({ ...environment, SEATMETER_PORT });
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 10_000 });
    expect(await page.getByText('Not live').count()).toBe(0);
    await signIn(second, 'ann');
    await page.getByText('1 seat free').waitFor({ timeout: 2000 });
    await page.close();
  });

  const scroll = async (page: Page): Promise<void> => {
    for (let passed = 0; passed < WATCHED_MS; passed += 100) {
      await page.mouse.wheel(0, passed % 4000 < 2000 ? 300 : -300);
      await page.waitForTimeout(100);
    }
  };

  it('stays fluent with 200 pools and 5,000 updates a second', async () => {
    const served = await start({ SEATMETER_STORE: 'memory' });
    server = busyService(served.url);
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(`document.querySelectorAll('tr.pool').length === ${POOLS}`);
    await page.evaluate(`
      window.tasks = []; window.frames = 0;
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
        .observe({ type: 'longtask' });
      const count = () => { frames += 1; requestAnimationFrame(count); };
      count();`);
    const before = server.sent;
    const begun = performance.now();
    await scroll(page);
    const seconds = (performance.now() - begun) / 1000;
    const tasks = await page.evaluate<number[]>('tasks');
    const frames = await page.evaluate<number>('frames');
    const longest = Math.round(Math.max(0, ...tasks));
    const rate = Math.round((server.sent - before) / seconds);
    process.stdout.write(
      `dashboard: ${POOLS} pools, ${rate} updates/s: ${Math.round(frames / seconds)} frames/s, ${tasks.length} long tasks, the longest ${longest} ms\n`,
    );
    expect(rate).toBeGreaterThan(PER_SECOND * 0.9);
    expect(longest).toBeLessThan(LONGEST_TASK_MS);
    await page.close();
  });
});
