import { join } from 'node:path';
import type * as adapters from '@seatmeter/adapters';

/**
 * `node decode-only.js EVENTS LIBS`: decodes a file into interned, validated, deduplicated facts, by the threads of a
 * replay, and meters nothing. Without agreements nobody has a seat, and as of the beginning of time no fact is due to be
 * looked at: what is left of a replay is the scanner, the log, the numbers of sessions and users, and the duplicates.
 */
const main = async ([events, libs]: readonly string[]): Promise<void> => {
  const { replayFile } = (await import(
    join(libs!, 'adapters', 'src', 'index.js')
  )) as typeof adapters;
  const agreements = (): Promise<Map<string, never>> => Promise.resolve(new Map<string, never>());
  const request = { path: events!, agreements, asOf: -Infinity };
  const { statements, input } = await replayFile(request);
  const late = input.accepted + input.quarantined + input.ignored;
  if (late > 0) throw new Error(`${late} facts were metered`);
  process.stdout.write(JSON.stringify({ statements }));
};

void main(process.argv.slice(2));
