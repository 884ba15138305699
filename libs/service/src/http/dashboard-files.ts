import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Where a build puts the web client: beside the compiled libs. */
const BUILT = join(__dirname, '..', '..', '..', '..', 'dashboard');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface DashboardFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The built web client. A handful of small files: they are read once and kept. */
export class DashboardFiles {
  /** Undefined where it is not built. */
  readonly page: Buffer | undefined;
  private readonly assets = new Map<string, DashboardFile>();

  constructor(folder = BUILT) {
    const page = join(folder, 'index.html');
    if (!existsSync(page)) return;
    this.page = readFileSync(page);
    const assets = join(folder, 'assets');
    for (const name of readdirSync(assets)) {
      const type = TYPES[extname(name)];
      if (type !== undefined)
        this.assets.set(name, { type, bytes: readFileSync(join(assets, name)) });
    }
  }

  asset(name: string): DashboardFile | undefined {
    return this.assets.get(name);
  }
}
