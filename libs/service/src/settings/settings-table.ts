import { durationMs } from '@seatmeter/contracts';
import { z } from 'zod';

/** One environment variable. */
interface Setting {
  /** As `--help` shows it. */
  readonly fallback: string;
  readonly about: string;
  /** From the text that was given, or from the fallback. */
  readonly schema: z.ZodType<unknown, string>;
}

const wanted = (what: string): { error: string } => ({ error: what });

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, wanted(`one of ${words.join(', ')}`));

const PORT = 'a port from 0 to 65535';
const port = z
  .string()
  .regex(/^\d{1,5}$/, { ...wanted(PORT), abort: true })
  .transform(Number)
  .pipe(z.number().max(65_535, wanted(PORT)));

const STORES = 'sqlite or memory';
const store = z
  .string()
  .refine((text) => !text.startsWith('esdb'), {
    error: `${STORES}; EventStoreDB is not in this version`,
    abort: true,
  })
  .pipe(z.enum(['sqlite', 'memory'], wanted(STORES)));

const ROLES = ['intake', 'timers', 'closer', 'publisher', 'api'] as const;
/** All roles run in one process; to leave one out takes a second process, which takes Kafka or EventStoreDB. */
const roles = z
  .string()
  .transform((text) => (text === 'all' ? [...ROLES] : text.split(',').map((role) => role.trim())))
  .pipe(z.array(oneOf(ROLES)))
  .refine((given) => ROLES.every((role) => given.includes(role)), {
    error: `all, or every one of ${ROLES.join(',')}: one process runs all of them in this version`,
  });

const LATENESS = 'a duration of at most a day, like PT0.5S';
const DAY_MS = 86_400_000;
const lateness = z
  .string()
  .transform(durationMs)
  .refine((ms) => ms >= 0 && ms <= DAY_MS, wanted(LATENESS));

const text = z.string();

/** The settings of this version, in the order of the help. */
export const SETTINGS = {
  SEATMETER_HOST: { fallback: '127.0.0.1', about: 'the address to listen on', schema: text },
  SEATMETER_PORT: { fallback: '8080', about: 'the port; 0: any free one', schema: port },
  SEATMETER_STORE: {
    fallback: 'sqlite',
    about: 'sqlite (in the data directory) or memory (gone when it stops)',
    schema: store,
  },
  SEATMETER_DATA_DIR: {
    fallback: './.seatmeter',
    about: 'where everything is kept; locked by one process',
    schema: text,
  },
  SEATMETER_CONTRACT: {
    fallback: '',
    about: 'a contract file that is applied at the start',
    schema: text.transform((path) => (path === '' ? undefined : path)),
  },
  SEATMETER_ROLES: { fallback: 'all', about: ROLES.join(','), schema: roles },
  SEATMETER_ALLOWED_LATENESS: {
    fallback: 'PT0.5S',
    about: 'how long the clock of the meter waits for facts on their way',
    schema: lateness,
  },
  SEATMETER_LOG_LEVEL: {
    fallback: 'info',
    about: 'error, warn, info or debug',
    schema: oneOf(['error', 'warn', 'info', 'debug']),
  },
  SEATMETER_LOG_FORMAT: {
    fallback: '',
    about: 'pretty or json; none: pretty on a terminal, else json',
    schema: text
      .transform((format) => (format === '' ? undefined : format))
      .pipe(oneOf(['pretty', 'json']).optional()),
  },
} as const satisfies Record<string, Setting>;

/** Known names that mean something in a later version. */
export const LATER = [
  'SEATMETER_KAFKA_BROKERS',
  'SEATMETER_KAFKA_GROUP_ID',
  'SEATMETER_KAFKA_TOPIC_PREFIX',
  'SEATMETER_KAFKA_SSL',
  'SEATMETER_KAFKA_CA_FILE',
  'SEATMETER_KAFKA_SASL_MECHANISM',
  'SEATMETER_KAFKA_USERNAME',
  'SEATMETER_KAFKA_PASSWORD_FILE',
] as const;
