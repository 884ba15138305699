import { isAscii, isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from './problem';
import { tooLarge } from './problem-of';

const unzip = promisify(gunzip);

const unreadable = (problem: string): Problem => new Problem(400, 'BODY_UNREADABLE', problem);

/** Undoes gzip, up to `limit` bytes. @throws Problem when it is too large or cannot be undone. */
export const unpacked = async (
  body: Buffer,
  encoding: string | undefined,
  limit: number,
): Promise<Buffer> => {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return body;
  if (encoding.toLowerCase() !== 'gzip') {
    const known = 'content-encoding must be gzip, or left out';
    throw new Problem(415, 'ENCODING_UNKNOWN', known, {}, { 'accept-encoding': 'gzip' });
  }
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw unreadable('the body is not whole gzip: pack it again, or send it as it is');
  }
};

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The text of a body. @throws Problem when it is not UTF-8. */
export const textOf = (body: Buffer): string => {
  if (isAscii(body)) return body.toString('latin1');
  if (!isUtf8(body)) throw unreadable('the body is not UTF-8: send JSON in UTF-8');
  const marked = body.subarray(0, 3).equals(BYTE_ORDER_MARK);
  return body.toString('utf8', marked ? 3 : 0);
};

/** The value of a JSON body; `body` as Fastify gives it, undefined when there is none. @throws Problem when it is no JSON. */
export const jsonOf = (body: unknown): unknown => {
  if (!Buffer.isBuffer(body) || body.length === 0) throw unreadable('the body is empty: send JSON');
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`the body is not JSON: ${(error as SyntaxError).message}`);
  }
};
