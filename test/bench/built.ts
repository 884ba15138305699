import { join } from 'node:path';
import { PROJECT, runNode } from './child';

const BUILT = join(PROJECT, 'dist', 'apps', 'cli');

/** The libraries as the build wrote them. */
export const LIBS = join(BUILT, 'libs');

/** The built CLI as node runs it; built first when a source is newer. */
export const builtCli = async (): Promise<string> => {
  await runNode([join(PROJECT, 'bin', 'seatmeter.js'), '--version']);
  return join(BUILT, 'apps', 'cli', 'src', 'main.js');
};
