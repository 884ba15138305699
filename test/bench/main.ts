import { parseArgs } from 'node:util';
import { replayBench } from './replay.bench';

const BENCHES = {
  replay: {
    what: 'a month of facts through the built CLI, beside DuckDB on the same file',
    run: replayBench,
  },
} as const;

const HELP = `npm run bench -- NAME [options]

${Object.entries(BENCHES)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}

  --facts 2000000,10000000   how many facts (default)
  --pairs 3                  runs of each, in alternation (default)
  --cli FILE                 a CLI built elsewhere, run as it is
  --json                     the same figures as JSON

BENCH_DIR names the folder of the generated files, which are kept and used again.
Nothing is asserted but that both give the same seats: times are for people to judge.
`;

/** The whole numbers of a list, or nothing when it holds anything else. */
const wholes = (list: string): number[] | undefined => {
  const values = list.split(',').map(Number);
  return values.every((value) => Number.isInteger(value) && value > 0) ? values : undefined;
};

const OPTIONS = {
  facts: { type: 'string', default: '2000000,10000000' },
  pairs: { type: 'string', default: '3' },
  cli: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Runs the bench that the command line names; gives the exit code. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const bench = Object.entries(BENCHES).find(([name]) => name === positionals[0])?.[1];
  const facts = wholes(values.facts);
  const pairs = wholes(values.pairs)?.[0];
  if (values.help || bench === undefined || facts === undefined || pairs === undefined) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    return values.help ? 0 : 2;
  }
  await bench.run({ facts, pairs, cli: values.cli, json: values.json });
  return 0;
};

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof TypeError && 'code' in error ? 2 : 1;
  },
);
