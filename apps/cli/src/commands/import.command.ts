import { NAME, NAME_PATTERN } from '@seatmeter/contracts';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import { IANAZone } from 'luxon';
import { needed } from '../cli-error';
import { asteriskImporter } from '../import/asterisk';
import { csvImporter, type CsvColumn } from '../import/csv';
import type { Importer } from '../import/importer';
import { patternImporter } from '../import/pattern';
import { timeReader } from '../import/read-time';
import { runImport } from '../import/run-import';
import type { Words } from '../import/words';
import type { Terminal } from '../terminal';

interface CommonFlags {
  readonly account?: string;
  readonly source?: string;
  readonly zone: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

type WordFlags = Partial<Words> & { readonly timeFormat: string };
type PatternFlags = CommonFlags & WordFlags & { readonly pattern?: string; readonly pool?: string };
type CsvFlags = CommonFlags &
  WordFlags &
  Readonly<Partial<Record<CsvColumn, string>>> & {
    readonly header: boolean;
    readonly delimiter: string;
  };
type AsteriskFlags = CommonFlags & { readonly members?: boolean; readonly pool?: string };

const checkName = (name: string): string => {
  if (NAME_PATTERN.test(name)) return name;
  throw new InvalidArgumentError(`It must be ${NAME}.`);
};

const checkSource = (source: string): string => {
  if (/^[^\s\p{C}]{1,200}$/u.test(source)) return source;
  throw new InvalidArgumentError(
    'It must be a URI or a path of 1 to 200 characters, without blanks.',
  );
};

const checkZone = (zone: string): string => {
  if (IANAZone.isValidZone(zone)) return zone;
  const near = closest(zone, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
  throw new InvalidArgumentError(`It must be an IANA time zone. Did you mean ${near}?`);
};

const checkDelimiter = (text: string): string => {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
  if (delimiter.length === 1 && !'"\r\n'.includes(delimiter)) return delimiter;
  throw new InvalidArgumentError('It must be one character, or tab.');
};

const wordsOf = ({ start = [], renew = [], end = [] }: WordFlags): Words => ({ start, renew, end });

const TIMES = `
Times
  iso (2026-03-02T09:00:00.123Z, a blank for the T, an offset or none), unix, unix-ms,
  or luxon tokens such as "yyyy/MM/dd HH:mm:ss". A time without an offset is local time of --zone:
  one that occurs twice, when summer time ends, is the earlier; one that does not exist,
  when it begins, makes a bad line. Digits beyond the millisecond are cut.`;

const AGAIN = `
The same log twice is the same facts: their ids are made of source, account and content.
Exit codes: 0 done, 2 wrong use or no line could be read (--strict: any bad line).`;

const importOf = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .summary(description)
    .description(`${description}.\nFacts go to stdout as NDJSON, the summary to stderr.`)
    .argument('<file>', 'the log, plain or gzip, or - for standard input')
    .option('--account <id>', 'the account the sessions belong to (needed)', checkName)
    .option(
      '--source <uri>',
      'the CloudEvents source of the facts, as /pbx/1 (needed)',
      checkSource,
    )
    .option('--zone <zone>', 'the IANA time zone of times without an offset', checkZone, 'UTC')
    .option('--strict', 'fail (exit 2) when any line is bad')
    .option('--json', 'the summary as one JSON object');

const withWords = (command: Command): Command =>
  command
    .showHelpAfterError('(--help says more; FILE goes before --start, --end and --renew)')
    .option('--start <words...>', 'words of the action that begin a session')
    .option('--end <words...>', 'words of the action that end it')
    .option('--renew <words...>', 'words of the action that are a sign of life')
    .option('--time-format <format>', 'iso, unix, unix-ms or luxon tokens', 'iso');

const addPattern = (parent: Command, run: Run): void => {
  withWords(importOf(parent, 'pattern', 'import a log of any lines by a regular expression'))
    .option(
      '--pattern <regex>',
      'needed, with the groups time, action, session (and user, pool, lease)',
    )
    .option('--pool <id>', 'the pool of lines that name none', checkName)
    .addHelpText('after', TIMES)
    .addHelpText(
      'after',
      `
Without a group "user" the session is its own user. Lines the pattern does not match are skipped.
Example:
  $ seatmeter import pattern licences.log --account acme --source /flexlm --time-format yyyy/MM/dd_HH:mm:ss \\
      --pattern 'License (?<action>IN|OUT) +@ (?<time>\\S+) for job (?<session>\\d+)' --start OUT --end IN`,
    )
    .addHelpText('after', AGAIN)
    .action((file: string, flags: PatternFlags) => {
      const readTime = timeReader(flags.timeFormat, flags.zone);
      const { pool } = flags;
      const pattern = needed('--pattern', flags.pattern);
      return run(file, flags, patternImporter({ pattern, words: wordsOf(flags), readTime, pool }));
    });
};

const addCsv = (parent: Command, run: Run): void => {
  const column = (flag: string, what: string): Option => new Option(`${flag} <column>`, what);
  const command = withWords(
    importOf(parent, 'csv', 'import a CSV file, a row an event or a row a session'),
  )
    .addOption(column('--time', 'when (a row an event)'))
    .addOption(column('--action', 'what happened, see --start, --end, --renew'))
    .addOption(column('--start-time', 'beginning (a row a session)'))
    .addOption(column('--end-time', 'end (a row a session); empty while it is open'))
    .addOption(column('--session', 'the session; in a row a session: default user and beginning'))
    .addOption(column('--user', 'who; default: the session'))
    .addOption(column('--pool', 'the pool'))
    .addOption(column('--lease', 'seconds the session counts without a sign of life'))
    .option('--delimiter <character>', 'between two fields; tab for a tab', checkDelimiter, ',')
    .option('--no-header', 'the first row is data: columns are given by number');
  command
    .addHelpText('after', TIMES)
    .addHelpText(
      'after',
      `
A column is given by its header or by its number counted from 1.
Examples:
  $ seatmeter import csv logins.csv --account acme --source /crm --time When --action What --session Id \\
      --user Agent --start login --end logout "forced logout" --zone Europe/Berlin
  $ seatmeter import csv shifts.csv --account acme --source /wfm --user Agent --start-time From --end-time To`,
    )
    .addHelpText('after', AGAIN)
    .action((file: string, flags: CsvFlags) => {
      const { time, action, startTime, endTime, session, user, pool, lease } = flags;
      const all = { time, action, startTime, endTime, session, user, pool, lease };
      const columns = Object.fromEntries(Object.entries(all).filter(([, value]) => value));
      const readTime = timeReader(flags.timeFormat, flags.zone);
      const { header: hasHeader, delimiter } = flags;
      const words = wordsOf(flags);
      return run(
        file,
        flags,
        csvImporter({ file, columns, words, readTime, hasHeader, delimiter }),
      );
    });
};

const addAsterisk = (parent: Command, run: Run): void => {
  importOf(
    parent,
    'asterisk',
    "import the agents' logins of an Asterisk queue_log, the file or the exported table",
  )
    .option('--members', 'count memberships of queues (ADDMEMBER, REMOVEMEMBER) instead of logins')
    .option('--pool <id>', 'the pool the agents take their seats from', checkName)
    .addHelpText(
      'after',
      `
An agent is a user and a session; logins repeated without a logoff are one seat, held since the first.
A logoff whose login is not in the log begins its logged duration earlier. A pause gives no seat back.
--members is for sites where agents join queues without a login; a user in two queues is one seat.
Example:
  $ seatmeter import asterisk /var/log/asterisk/queue_log --account acme --source /pbx/1 --pool agents`,
    )
    .addHelpText('after', AGAIN)
    .action((file: string, flags: AsteriskFlags) => {
      const readTime = timeReader('iso', flags.zone);
      const readUnix = timeReader('unix', flags.zone);
      const members = flags.members ?? false;
      return run(file, flags, asteriskImporter({ readTime, readUnix, members, pool: flags.pool }));
    });
};

type Run = (file: string, flags: CommonFlags, importer: Importer) => Promise<void>;

/** `seatmeter import csv|pattern|asterisk`: other people's logs to session facts. */
export const addImportCommand = (program: Command, terminal: Terminal): void => {
  const parent = program
    .command('import')
    .description('turn a log of another system into session facts (NDJSON)')
    .addHelpText(
      'after',
      '\nExample:\n  $ seatmeter import asterisk queue_log --account acme --source /pbx/1 > facts.ndjson',
    );
  const run: Run = (file, flags, importer) => {
    const account = needed('--account ID', flags.account);
    const source = needed('--source URI', flags.source);
    const { strict = false, json = false } = flags;
    return runImport({ file, origin: { account, source }, importer, strict, json }, terminal);
  };
  addPattern(parent, run);
  addCsv(parent, run);
  addAsterisk(parent, run);
};
