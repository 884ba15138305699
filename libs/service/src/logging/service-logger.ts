import type { Writable } from 'node:stream';
import type { LoggerService } from '@nestjs/common';
import picocolors from 'picocolors';

/** From the gravest on: a level says itself and all before it. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Nest's own account of what it wires: nothing an operator asks for. */
const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);
/** Nest tells an error of the start here, and it is thrown as well: whoever started the service tells it. */
const TOLD_ELSEWHERE = 'ExceptionHandler';

interface Line {
  readonly time: string;
  readonly level: LogLevel;
  readonly context?: string;
  readonly message: string;
  readonly stack?: string;
}

const textOf = (message: unknown): string => {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : JSON.stringify(message);
};

const COLORS = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const;

const pretty = ({ time, level, context, message, stack }: Line): string => {
  const colors = picocolors.createColors(!process.env.NO_COLOR);
  const said = `${time.slice(11, 23)} ${colors[COLORS[level]](level.padEnd(5))} ${message}`;
  const where = context === undefined ? '' : colors.dim(` (${context})`);
  return `${said}${where}${stack === undefined ? '' : `\n${stack}`}`;
};

/** Writes the log, a line an entry: to people on a terminal, as JSON to all else. */
export class ServiceLogger implements LoggerService {
  private readonly depth: number;

  constructor(
    private readonly out: Writable,
    level: LogLevel,
    private readonly format: 'pretty' | 'json',
  ) {
    this.depth = LEVELS.indexOf(level);
  }

  log(message: unknown, ...more: unknown[]): void {
    const context = more.at(-1);
    this.write(WIRING.has(String(context)) ? 'debug' : 'info', message, context);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more.at(-1));
  }

  /** Nest gives a stack, when there is one, before the context. */
  error(message: unknown, ...more: unknown[]): void {
    const context = more.at(-1);
    if (context === TOLD_ELSEWHERE) return;
    const given = more.length > 1 ? more[0] : undefined;
    const stack = message instanceof Error ? message.stack : given;
    this.write('error', message, context, stack);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more.at(-1));
  }

  private write(level: LogLevel, message: unknown, context: unknown, stack?: unknown): void {
    if (LEVELS.indexOf(level) > this.depth) return;
    const line: Line = {
      time: new Date().toISOString(),
      level,
      ...(typeof context === 'string' ? { context } : {}),
      message: textOf(message),
      ...(typeof stack === 'string' ? { stack } : {}),
    };
    this.out.write(`${this.format === 'json' ? JSON.stringify(line) : pretty(line)}\n`);
  }
}
