import { endingOf } from './cli-error';
import { runCli } from './program';

const fail = (error: unknown): never => {
  const { exitCode, text } = endingOf(error);
  if (text !== undefined) process.stderr.write(`${text}\n`);
  process.exit(exitCode);
};

process.on('uncaughtException', fail);
// A reader that has gone (`… | head`) is no failure. Other failures reach whoever writes, by the callback of `write`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
// Without a reader of stderr there is nobody to tell.
process.stderr.on('error', () => undefined);

void runCli(process.argv, process).then((exitCode) => {
  process.exitCode = exitCode;
});
