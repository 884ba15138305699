import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { ServiceLogger, type LogLevel } from './service-logger';

const logOf = (
  level: LogLevel,
  format: 'json' | 'pretty',
  say: (logger: ServiceLogger) => void,
) => {
  const out = new PassThrough();
  say(new ServiceLogger(out, level, format));
  return stripVTControlCharacters(String(out.read() ?? ''));
};

it('writes a line of JSON an entry', () => {
  const text = logOf('info', 'json', (logger) => {
    logger.log('started\nwell', 'service');
  });
  expect(text.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(text)).toEqual({
    time: expect.stringMatching(/^\d{4}-.+Z$/) as string,
    level: 'info',
    context: 'service',
    message: 'started\nwell',
  });
});

it('writes to people in words', () => {
  const text = logOf('info', 'pretty', (logger) => {
    logger.warn('slow', 'http');
    logger.error('failed', 'Error: x\n    at y', 'http');
  });
  expect(text).toMatch(
    /^[\d:.]{12} warn  slow \(http\)\n[\d:.]{12} error failed \(http\)\nError: x\n {4}at y\n$/,
  );
});

it('says the level and what is graver', () => {
  const say = (logger: ServiceLogger): void => {
    logger.debug('d');
    logger.log('i');
    logger.warn('w');
    logger.error(new Error('e'));
  };
  const levels = (level: LogLevel): string[] =>
    logOf(level, 'json', say)
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: string }).level);
  expect(levels('debug')).toEqual(['debug', 'info', 'warn', 'error']);
  expect(levels('info')).toEqual(['info', 'warn', 'error']);
  expect(levels('error')).toEqual(['error']);
});

it('keeps the wiring of the framework for whoever looks into it', () => {
  const say = (logger: ServiceLogger): void => {
    logger.log('dependencies initialized', 'InstanceLoader');
    logger.error('boom', 'stack', 'ExceptionHandler');
  };
  expect(logOf('info', 'json', say)).toBe('');
  expect(logOf('debug', 'json', say)).toContain('InstanceLoader');
});
