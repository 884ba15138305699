import { dirname, join } from 'node:path';
import { builtCli } from './built';

/** How a bench of the living meter is run. */
export interface LivingBench {
  facts: readonly number[];
  pairs: number;
  /** A CLI built elsewhere; without it the project's own, built when it is stale. */
  cli: string | undefined;
  json: boolean;
}

/** The built CLI, and the libraries beside it. */
export const builtOf = async ({ cli }: LivingBench): Promise<{ cli: string; libs: string }> => {
  const built = cli ?? (await builtCli());
  return { cli: built, libs: join(dirname(built), '..', '..', '..', 'libs') };
};
