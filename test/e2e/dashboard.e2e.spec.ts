import type { StatementJson } from '@seatmeter/contracts';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { hasChromium, launch } from '../dashboard/chromium';
import { anHourAgo, build, CONTRACT, signIn } from './dashboard-world';
import { Served } from './served';

jest.setTimeout(60_000);
const inBrowser = hasChromium ? describe : describe.skip;

const POOL = '/accounts/acme/pools/elite';

inBrowser('the dashboard', () => {
  let browser: Browser;
  let served: Served;
  /** What the pages asked for. */
  let asked: string[] = [];
  let pages: Page[] = [];
  beforeAll(async () => {
    build();
    browser = await launch();
  }, 300_000);
  beforeEach(async () => {
    served = await Served.start({ SEATMETER_STORE: 'memory' });
    await served.send('PUT', '/v1/accounts/acme', CONTRACT);
    asked = [];
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    pages = [];
    await served.stop();
    expect(asked.filter((url) => !url.startsWith(served.url))).toEqual([]);
  });
  afterAll(() => browser.close());

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-US', ...options });
    const page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') asked.push(`console: ${message.text()}`);
    });
    pages.push(page);
    await page.goto(served.url + path);
    return page;
  };
  const row = (page: Page, pool: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: new RegExp(`^${pool}`) }) });
  const text = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();

  it('moves the number within a second of a sign-in', async () => {
    const page = await open('/');
    await row(page, 'elite').getByText('2 seats free').waitFor();
    const sent = Date.now();
    await signIn(served, 'ann');
    await row(page, 'elite').getByText('1 seat free').waitFor();
    expect(Date.now() - sent).toBeLessThan(1000);
  });

  it('counts the grace down, and then the seat is billed', async () => {
    const page = await open('/');
    await signIn(served, 'ann', 'ben', 'cyd');
    const elite = row(page, 'elite');
    await elite.getByText('Grace', { exact: true }).waitFor();
    await page
      .locator('tr.pool')
      .first()
      .getByRole('link', { name: /^elite/ })
      .waitFor();
    const first = await elite.getByRole('timer').innerText();
    expect(first).toMatch(/^00:0[1-5]$/);
    await page.waitForTimeout(1500);
    expect((await elite.getByRole('timer').innerText()) < first).toBe(true);
    await elite.getByText('Overage', { exact: true }).waitFor({ timeout: 10_000 });
    await elite.getByText('1 seat billed').waitFor();
    await elite.getByRole('link').click();
    await page.getByText('Why this is billed').waitFor();
    expect(await text(page, '.overage-seats dd')).toBe('1');
  });

  it('counts down by the clock of the service, not by that of the browser', async () => {
    const page = await open('/');
    await page.clock.setSystemTime(Date.now() + 3_600_000);
    await page.reload();
    await signIn(served, 'ann', 'ben', 'cyd');
    expect(await row(page, 'elite').getByRole('timer').innerText()).toMatch(/^00:0[1-5]$/);
  });

  it('shows every number as the API has it', async () => {
    await anHourAgo(served);
    await signIn(served, 'ann', 'ben');
    const page = await open(POOL);
    await page.locator('.statements tbody tr').first().waitFor();
    const path = '/v1/accounts/acme/pools/elite/statements/current';
    const statement = await served.get<StatementJson>(path);
    const { seatMs, readings } = statement;
    expect(statement.overageSeats).toBe(1);
    expect(await text(page, '.overage-seats dd')).toBe(String(statement.overageSeats));
    expect(await text(page, '.amount dd')).toBe(`$${statement.amount!.value}`);
    expect(await text(page, '.peak dd')).toMatch(new RegExp(`^${statement.peak.seats} `));
    expect(await page.locator('.reading-seats').allInnerTexts()).toEqual(
      Object.values(readings).map((seats) => (seats === 1 ? '1 seat' : `${seats} seats`)),
    );
    for (const name of ['over', 'free', 'billable'] as const)
      expect([name, await text(page, `.time-${name} dd`)]).toEqual([
        name,
        `${(seatMs[name] / 3_600_000).toFixed(2)} h`,
      ]);
    expect(Number.parseFloat(await text(page, '.time-used dd'))).toBeCloseTo(
      seatMs.used / 3_600_000,
      1,
    );
    expect(await page.locator('.excursion').count()).toBe(statement.excursions.length);
    expect(await text(page, '.now .seats-text')).toBe('2 of 2');
    const held = await page.locator('section:has(#sessions) tbody th').allInnerTexts();
    expect(held.sort()).toEqual(['ann', 'ben']);
    expect(await text(page, '.statements tbody tr')).toMatch(/ 1 \$45\.00 current$/);
    expect(await text(page, '.title .quiet')).toContain('Asia/Kathmandu (GMT+5:45)');
    const drawn = asked.filter((url) => url.includes('/timeline?')).at(-1)!;
    expect(new URL(drawn).searchParams.get('from')).toMatch(/T18:15:00\.000Z$/);
  });

  it('shows what waits in quarantine, and why', async () => {
    await anHourAgo(served);
    const page = await open('/accounts/acme/quarantine');
    await page.getByText('no such session has started').waitFor();
    expect(await text(page, 'tbody tr')).toContain('end-without-start');
  });

  it('knows its pages by their addresses: link, back, forward and reload', async () => {
    const page = await open('/');
    const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
    await row(page, 'calm').getByRole('link').click();
    await heading('calm');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('calm');
    await page.goBack();
    await heading('Floor');
    await page.goForward();
    await heading('calm');
    await page.reload();
    await heading('calm');
    expect(new URL(page.url()).pathname).toBe('/accounts/acme/pools/calm');
    const shared = await open(`${POOL}?cycle=current`);
    await shared.getByRole('heading', { level: 1, name: 'elite' }).waitFor();
    await shared.goto(`${served.url}/?account=acme`);
    expect(await shared.getByLabel('Account').inputValue()).toBe('acme');
  });

  it('speaks Japanese where the browser does, and on request', async () => {
    const page = await open('/', { locale: 'ja-JP' });
    await row(page, 'elite').getByText('空き 2席').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await row(page, 'elite').getByText('2 seats free').waitFor();
    await page.reload();
    await row(page, 'elite').getByText('2 seats free').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it.each([
    ['light', 1280],
    ['light', 390],
    ['dark', 1280],
    ['dark', 390],
  ] as const)('is accessible: axe finds nothing in %s at %d px', async (colorScheme, width) => {
    await anHourAgo(served);
    await signIn(served, 'ann', 'ben', 'cyd');
    for (const path of ['/', POOL, '/accounts/acme/quarantine']) {
      const page = await open(path, { colorScheme, viewport: { width, height: 800 } });
      await page.locator('tbody tr').first().waitFor();
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
      const found = violations.map(({ id, nodes }) => [path, id, nodes[0]?.html]);
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });
});
