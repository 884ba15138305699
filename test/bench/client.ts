import { Agent, request, type IncomingMessage } from 'node:http';
import type { SessionFact } from '@seatmeter/contracts';
import { eventOf } from './living-facts';

const agent = new Agent({ keepAlive: true });

const send = (method: 'GET' | 'POST', url: string, body?: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    request(url, { method, agent, headers }, resolve).on('error', reject).end(body);
  });

const textOf = async (answer: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk as string;
  return text;
};

/** The status and the body of a GET; status 0 while nobody listens there. */
export const get = async (url: string): Promise<{ status: number; text: string }> => {
  const answer = await send('GET', url).catch(() => undefined);
  if (answer === undefined) return { status: 0, text: '' };
  return { status: answer.statusCode!, text: await textOf(answer) };
};

/** Gives the body of a 200 as JSON. @throws Error for any other answer. */
export const getJson = async (url: string): Promise<unknown> => {
  const { status, text } = await get(url);
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text}`);
  return JSON.parse(text);
};

/** What became of the facts, once they are durable. @throws Error for anything but 202. */
export const post = async (
  address: string,
  facts: readonly SessionFact[],
): Promise<{ accepted: number; duplicates: number }> => {
  const body = `[${facts.map(eventOf).join(',')}]`;
  const answer = await send('POST', `${address}/v1/session-events`, body);
  const text = await textOf(answer);
  if (answer.statusCode !== 202)
    throw new Error(`facts were answered ${answer.statusCode!}: ${text}`);
  return JSON.parse(text) as { accepted: number; duplicates: number };
};

/** Hands the data of each server-sent event to `onData` until the answer to it is closed. */
export const follow = async (url: string, onData: (data: string) => void): Promise<() => void> => {
  const answer = await send('GET', url);
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) onData(data);
    }
  });
  return () => answer.destroy();
};
