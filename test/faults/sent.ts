import { Dice } from './dice';
import { FactSource } from './fact-source';
import { STEADY, type Fact } from './facts';
import { post, Sender } from './sender';
import type { ServiceProcess } from './service-process';

const REQUEST_EVENTS = 1_000;

/** One emitter of the steady load, and the process it sends to at the moment. */
export class Sent {
  private readonly sender: Sender;
  private readonly source: FactSource;
  private service: ServiceProcess | undefined;

  constructor(seed: number) {
    const dice = new Dice(seed);
    this.source = new FactSource('/emitter', dice, Date.now());
    this.sender = new Sender({ url: () => this.service!.url() }, dice);
  }

  /** What was acknowledged, in this order. */
  get facts(): readonly Fact[] {
    return this.sender.acknowledged;
  }

  /** States the contracts to a process, which takes the facts from now on. */
  async to(service: ServiceProcess): Promise<void> {
    this.service = service;
    for (const account of STEADY) await this.sender.deliver({ account, facts: [] });
  }

  /** Resolves when so many parcels more are acknowledged. */
  async parcels(count: number): Promise<void> {
    for (let sent = 0; sent < count; sent += 1) await this.sender.deliver(this.source.next());
  }

  /** Sends again what was acknowledged before; what was lost is taken as new. */
  async everythingAgain(): Promise<void> {
    const url = await this.service!.url();
    for (let from = 0; from < this.facts.length; from += REQUEST_EVENTS)
      await post(url, this.facts.slice(from, from + REQUEST_EVENTS));
  }
}
