import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { LATER, SETTINGS } from './settings-table';

type Name = keyof typeof SETTINGS;
type Value<Of extends Name> = z.output<(typeof SETTINGS)[Of]['schema']>;

/** How the service runs. */
export interface Settings {
  readonly host: Value<'SEATMETER_HOST'>;
  readonly port: Value<'SEATMETER_PORT'>;
  readonly store: Value<'SEATMETER_STORE'>;
  readonly dataDir: Value<'SEATMETER_DATA_DIR'>;
  readonly contract: Value<'SEATMETER_CONTRACT'>;
  readonly roles: Value<'SEATMETER_ROLES'>;
  /** In ms. */
  readonly allowedLateness: Value<'SEATMETER_ALLOWED_LATENESS'>;
  readonly logLevel: Value<'SEATMETER_LOG_LEVEL'>;
  readonly logFormat: Value<'SEATMETER_LOG_FORMAT'>;
}

/** Settings that the service cannot start with; the message names each. */
export class SettingsWrong extends Error {
  override readonly name = 'SettingsWrong';
  readonly code = 'SETTINGS_WRONG';
  readonly retriable = false;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'SEATMETER_';
const LONGEST_SHOWN = 60;
const names = Object.keys(SETTINGS) as Name[];
const known: readonly string[] = [...names, ...LATER];

const unknownIn = (environment: Environment): string[] =>
  Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !(names as string[]).includes(name))
    .filter((name) => (environment[name] ?? '') !== '' || !known.includes(name))
    .map((name) =>
      known.includes(name)
        ? `${name} is set, but Kafka is not in this version: unset it`
        : `${name} is no setting; the nearest is ${closest(name, known)}`,
    );

/** Behind the scheme of a URL there may be a password. */
const show = (text = ''): string =>
  JSON.stringify(text.replace(/:\/\/.*/s, '://…').slice(0, LONGEST_SHOWN));

/**
 * Reads the settings from environment variables; an empty one is as good as none.
 * @throws SettingsWrong naming every unknown `SEATMETER_…` and every bad value.
 */
export const readSettings = (environment: Environment): Settings => {
  const problems = unknownIn(environment);
  const value = <Of extends Name>(name: Of): Value<Of> => {
    const given = environment[name];
    const { fallback, schema } = SETTINGS[name];
    const read = schema.safeParse(given === undefined || given === '' ? fallback : given);
    if (read.success) return read.data as Value<Of>;
    problems.push(`${name} must be ${read.error.issues[0]!.message}; it is ${show(given)}`);
    return undefined as Value<Of>;
  };
  const settings: Settings = {
    host: value('SEATMETER_HOST'),
    port: value('SEATMETER_PORT'),
    store: value('SEATMETER_STORE'),
    dataDir: value('SEATMETER_DATA_DIR'),
    contract: value('SEATMETER_CONTRACT'),
    roles: value('SEATMETER_ROLES'),
    allowedLateness: value('SEATMETER_ALLOWED_LATENESS'),
    logLevel: value('SEATMETER_LOG_LEVEL'),
    logFormat: value('SEATMETER_LOG_FORMAT'),
  };
  if (problems.length > 0) throw new SettingsWrong(problems.join('\n       '));
  return settings;
};

/** Every setting with its default, for the help. */
export const settingsHelp = (): string => {
  const lines = names.map((name): [string, string] => {
    const { fallback, about } = SETTINGS[name];
    return [name, `${about} (${fallback === '' ? 'none' : fallback})`];
  });
  const width = Math.max(...names.map(({ length }) => length));
  return lines.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`).join('\n');
};
