import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Served } from '../e2e/served';
import { launch } from './chromium';
import { contractsAt, factsAt } from './scene';

/** Makes the pictures of the documentation: `npm run screenshots`. */

const FOLDER = join(__dirname, '..', '..', 'docs', 'images');
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const AT_ONCE = 500;

const PAGES = [
  { name: 'floor', path: '/', height: 800 },
  { name: 'pool', path: '/accounts/harbour/pools/elite', height: 1500 },
] as const;
const LOOKS = [
  { colorScheme: 'light', locale: 'en-GB' },
  { colorScheme: 'dark', locale: 'ja-JP' },
] as const;

const shoot = async (browser: Browser, url: string): Promise<void> => {
  for (const look of LOOKS)
    for (const { name, path, height } of PAGES) {
      const page = await browser.newPage({ ...look, viewport: { width: 1280, height } });
      await page.goto(url + path);
      await page
        .locator(name === 'floor' ? 'tr.pool' : '.readings')
        .first()
        .waitFor();
      await page.waitForTimeout(1500);
      const file = `${name}-${look.colorScheme}-${look.locale.slice(0, 2)}.png`;
      await page.screenshot({ path: join(FOLDER, file) });
      await page.close();
    }
};

const main = async (): Promise<void> => {
  mkdirSync(FOLDER, { recursive: true });
  const served = await Served.start({ SEATMETER_STORE: 'memory' });
  const browser = await launch();
  try {
    const now = Date.now();
    for (const contract of contractsAt(now))
      await served.send('PUT', `/v1/accounts/${contract.id}`, contract);
    const facts = factsAt(now);
    for (let from = 0; from < facts.length; from += AT_ONCE)
      await served.send('POST', '/v1/session-events', facts.slice(from, from + AT_ONCE), BATCH);
    await shoot(browser, served.url);
  } finally {
    await browser.close();
    await served.stop();
  }
};

void main();
