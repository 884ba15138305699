import { setTimeout } from 'node:timers/promises';
import { CliError } from '../cli-error';
import type { SimulatedAccount } from './centre-contract';

/** What became of facts that were sent. */
export interface Receipt {
  accepted: number;
  duplicates: number;
  quarantined: number;
  ignored: number;
  rejected: number;
}

/** Most events of a request. */
export const REQUEST_EVENTS = 1000;
/** A service that was there and is gone is given so long to come back. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 1000;

const RETRIED = [429, 503];

/** Sends to a running service over HTTP, at least once: what was stored already is a duplicate there. */
export class Sender {
  readonly totals: Receipt = {
    accepted: 0,
    duplicates: 0,
    quarantined: 0,
    ignored: 0,
    rejected: 0,
  };
  private lastAnswer: number | undefined;

  constructor(
    private readonly url: string,
    private readonly stop?: AbortSignal,
  ) {}

  /** Says what was agreed with an account. @throws CliError when the service does not take it. */
  async agree(account: SimulatedAccount): Promise<void> {
    const path = `/v1/accounts/${encodeURIComponent(account.id)}`;
    const headers = { 'content-type': 'application/json', 'seatmeter-actor': 'simulate' };
    await this.ask('PUT', path, headers, JSON.stringify(account));
  }

  /** Sends facts as NDJSON, at most `REQUEST_EVENTS`; resolves when they are durable. @throws CliError. */
  async send(lines: string): Promise<void> {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const answer = await this.ask(
      'POST',
      '/v1/session-events',
      headers,
      `[${lines.trimEnd().replaceAll('\n', ',')}]`,
    );
    const receipt = (await answer.json()) as Receipt;
    for (const name of Object.keys(this.totals) as (keyof Receipt)[])
      this.totals[name] += receipt[name];
  }

  /** The body of a GET; undefined when there is no such thing. @throws CliError. */
  async get<T>(path: string): Promise<T | undefined> {
    const answer = await this.ask('GET', path, {}, undefined, [404]);
    return answer.ok ? ((await answer.json()) as T) : undefined;
  }

  private async ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
    expected: readonly number[] = [],
  ): Promise<Response> {
    for (;;) {
      const request = { method, headers, ...(body === undefined ? {} : { body }) };
      const answer = await fetch(this.url + path, { ...request, ...this.stopping() }).catch(
        (error: unknown) => {
          this.judgeLoss(error);
        },
      );
      if (answer !== undefined) {
        this.lastAnswer = performance.now();
        if (answer.ok || expected.includes(answer.status)) return answer;
        const problem = await answer.text();
        if (!RETRIED.includes(answer.status))
          throw refused(method, this.url + path, answer, problem);
      }
      const seconds = Number(answer?.headers.get('retry-after'));
      await setTimeout(seconds > 0 ? seconds * 1000 : AGAIN_MS, undefined, this.stopping());
    }
  }

  private stopping(): { signal?: AbortSignal } {
    return this.stop === undefined ? {} : { signal: this.stop };
  }

  /** A service that never answered is not there; one that did may come back. */
  private judgeLoss(error: unknown): void {
    if (this.stop?.aborted === true) throw error;
    const { lastAnswer } = this;
    if (lastAnswer !== undefined && performance.now() - lastAnswer < PATIENCE_MS) return;
    const { cause } = error as { readonly cause?: Error };
    const why = cause?.message ?? (error as Error).message;
    const todo = 'start it (seatmeter serve), or check --url';
    throw new CliError('SERVICE_UNREACHABLE', `${this.url} does not answer (${why}): ${todo}`, 3);
  }
}

const refused = (method: string, url: string, { status }: Response, text: string): CliError => {
  const detail = /"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 200);
  const todo = 'is --url that of a Seatmeter?';
  return new CliError('REFUSED', `${method} ${url} was answered ${status}: ${detail}; ${todo}`);
};
