import { parseArgs } from 'node:util';
import { appendBench } from './append.bench';
import type { LivingBench } from './bench-options';
import { ingestBench } from './ingest.bench';
import { lateBench } from './late.bench';
import { memoryBench } from './memory.bench';
import { endAll } from './process';
import { replayBench } from './replay.bench';
import { restartBench } from './restart.bench';
import { sseBench } from './sse.bench';

interface Bench {
  what: string;
  /** By default. */
  facts: string;
  run: (options: LivingBench) => Promise<void>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  replay: {
    what: 'a month of facts through the built CLI, beside DuckDB on the same file',
    facts: '2000000,10000000',
    run: replayBench,
  },
  ingest: {
    what: 'durable facts over HTTP, beside a server that only parses them',
    facts: '300000',
    run: ingestBench,
  },
  append: {
    what: 'the engine in process, with few and with many facts stored',
    facts: '10000000',
    run: appendBench,
  },
  sse: {
    what: 'a login until it is seen on the stream, at 5,000 facts a second',
    facts: '100000',
    run: sseBench,
  },
  restart: {
    what: 'from the start to ready, and to every account recovered',
    facts: '10000000',
    run: restartBench,
  },
  late: {
    what: 'a late fact and duplicates in one account with many facts',
    facts: '1000000',
    run: lateBench,
  },
  memory: {
    what: 'the engine with many sessions open',
    facts: '1000000',
    run: memoryBench,
  },
};

const HELP = `npm run bench -- NAME [options]

${Object.entries(BENCHES)
  .map(([name, { what, facts }]) => `  ${name.padEnd(10)}${what} (--facts ${facts})`)
  .join('\n')}

  --facts N,N   how many facts
  --pairs 3     runs of each, in alternation (default)
  --cli FILE    a CLI built elsewhere, run as it is
  --json        the same figures as JSON

BENCH_DIR names the folder of generated files, which are kept and used again, and of data directories, which are not.
Nothing is asserted but that what must be equal is equal: times are for people to judge.
`;

/** The whole numbers of a list, or nothing when it holds anything else. */
const wholes = (list: string): number[] | undefined => {
  const values = list.split(',').map(Number);
  return values.every((value) => Number.isInteger(value) && value > 0) ? values : undefined;
};

const OPTIONS = {
  facts: { type: 'string' },
  pairs: { type: 'string', default: '3' },
  cli: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Runs the bench that the command line names; gives the exit code. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const bench = Object.entries(BENCHES).find(([name]) => name === positionals[0])?.[1];
  const facts = wholes(values.facts ?? bench?.facts ?? '');
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
  async (error: unknown) => {
    await endAll();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof TypeError && 'code' in error ? 2 : 1;
  },
);
