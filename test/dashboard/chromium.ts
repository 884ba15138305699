import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's, or what `CHROMIUM` names. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where there is none a test in a browser is skipped; CI has one, or fails. */
export const hasChromium = existsSync(PATH) || process.env.CI !== undefined;

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
