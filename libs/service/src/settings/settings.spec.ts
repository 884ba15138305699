import { readSettings, settingsHelp, SettingsWrong } from './settings';

const problemsOf = (environment: Record<string, string>): string => {
  try {
    readSettings(environment);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsWrong);
    return (error as SettingsWrong).message;
  }
};

it('have a default each; an empty one is as good as none', () => {
  const defaults = {
    host: '127.0.0.1',
    port: 8080,
    store: 'sqlite',
    dataDir: './.seatmeter',
    contract: undefined,
    roles: ['intake', 'timers', 'closer', 'publisher', 'api'],
    allowedLateness: 500,
    logLevel: 'info',
    logFormat: undefined,
  };
  expect(readSettings({ PATH: '/bin' })).toEqual(defaults);
  expect(readSettings({ SEATMETER_PORT: '', SEATMETER_KAFKA_BROKERS: '' })).toEqual(defaults);
});

it('are read from the environment', () => {
  const settings = readSettings({
    SEATMETER_HOST: '::1',
    SEATMETER_PORT: '0',
    SEATMETER_STORE: 'memory',
    SEATMETER_DATA_DIR: '/data',
    SEATMETER_CONTRACT: 'contract.yaml',
    SEATMETER_ROLES: 'api, publisher,closer,timers,intake',
    SEATMETER_ALLOWED_LATENESS: 'PT2S',
    SEATMETER_LOG_LEVEL: 'debug',
    SEATMETER_LOG_FORMAT: 'json',
  });
  expect(settings).toMatchObject({
    host: '::1',
    port: 0,
    store: 'memory',
    dataDir: '/data',
    contract: 'contract.yaml',
    allowedLateness: 2000,
    logLevel: 'debug',
    logFormat: 'json',
  });
});

it.each([
  ['SEATMETER_PORT', '80a', 'SEATMETER_PORT must be a port from 0 to 65535; it is "80a"'],
  ['SEATMETER_PORT', '65536', 'SEATMETER_PORT must be a port from 0 to 65535; it is "65536"'],
  ['SEATMETER_STORE', 'redis', 'SEATMETER_STORE must be sqlite or memory; it is "redis"'],
  ['SEATMETER_ROLES', 'api', 'one process runs all of them in this version; it is "api"'],
  ['SEATMETER_ROLES', 'all,apj', 'SEATMETER_ROLES must be one of intake, timers'],
  ['SEATMETER_ALLOWED_LATENESS', '500', 'must be a duration of at most a day, like PT0.5S'],
  ['SEATMETER_ALLOWED_LATENESS', 'P2D', 'must be a duration of at most a day, like PT0.5S'],
  ['SEATMETER_LOG_LEVEL', 'loud', 'must be one of error, warn, info, debug; it is "loud"'],
  ['SEATMETER_LOG_FORMAT', 'xml', 'must be one of pretty, json; it is "xml"'],
  ['SEATMETER_PROT', '1', 'SEATMETER_PROT is no setting; the nearest is SEATMETER_PORT'],
  ['SEATMETER_KAFKA_BROKER', '', 'the nearest is SEATMETER_KAFKA_BROKERS'],
  ['SEATMETER_KAFKA_BROKERS', 'k:9092', 'Kafka is not in this version: unset it'],
])('%s=%s stops the start', (name, value, message) => {
  expect(problemsOf({ [name]: value })).toContain(message);
});

it('name everything that is wrong at once', () => {
  const problems = problemsOf({ SEATMETER_PORT: 'x', SEATMETER_STORE: 'y', SEATMETER_Z: 'z' });
  expect(problems.split('\n')).toHaveLength(3);
});

it('show no password of a connection string', () => {
  const problems = problemsOf({ SEATMETER_STORE: 'esdb://admin:secret@host:2113' });
  expect(problems).toMatch(/EventStoreDB is not in this version; it is "esdb:\/\/…"/);
});

it('are all in the help with their defaults', () => {
  expect(settingsHelp()).toMatch(/SEATMETER_PORT +the port; 0: any free one \(8080\)/);
  expect(settingsHelp().split('\n')).toHaveLength(9);
});
