import { setTimeout } from 'node:timers/promises';
import type { StatementJson } from '@seatmeter/contracts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice';
import { FactSource } from './fact-source';
import { closingParcel, graceParcel, signOut, STEADY, type Parcel } from './facts';
import { Sender } from './sender';
import { ServiceProcess } from './service-process';
import { newDirectory, removeDirectory } from './store-disk';

/** When a process is killed: at a point for the nth time, or so many milliseconds after it listens, or after its start. */
export type Kill =
  | { readonly point: string; readonly times: number }
  | { readonly after: number }
  | { readonly early: number };

const EMITTERS = 3;
/** A point that is not reached within so many milliseconds is not waited for. */
const PATIENCE_MS = 5_000;

/** A data directory, the service on it that is killed again and again, and those who send facts to it all the while. */
export class House {
  readonly dataDir = join(newDirectory(), 'data');
  readonly senders: Sender[];
  private readonly contract: string;
  private readonly urgent: Parcel[] = [];
  private process: ServiceProcess | undefined;
  private address!: Promise<string>;
  private tellAddress!: (url: string) => void;
  private isTold = true;
  private isCalm = true;
  private isOver = false;
  private atRest = 0;
  private parcels = 0;

  constructor(private readonly dice: Dice) {
    this.senders = Array.from({ length: EMITTERS + 1 }, () => new Sender(this, dice));
    this.contract = join(this.dataDir, '..', 'contract.json');
    writeFileSync(this.contract, JSON.stringify({ accounts: STEADY }));
    this.gone();
  }

  url(): Promise<string> {
    return this.address;
  }

  /** Sends until it is told to {@link end}; rejects when anything that was acknowledged is lost. */
  async load(): Promise<void> {
    const now = Date.now();
    const [live, ...emitters] = this.senders;
    const sources = emitters.map((_, at) => new FactSource(`/emitter-${at}`, this.dice, now));
    await Promise.all([
      ...emitters.map((sender, at) => this.sendAll(sender, () => sources[at]!.next())),
      this.sendAll(live!, () => this.urgent.shift() ?? this.liveParcel()),
    ]);
  }

  /** Starts the service and lets it be killed. @returns where that was. */
  async round(kill: Kill): Promise<string> {
    this.isCalm = false;
    const service = this.start('point' in kill ? `${kill.point}:${kill.times}` : undefined);
    const where = await this.killed(service, kill);
    this.gone();
    const { code, signal } = await service.ended;
    if (signal !== 'SIGKILL') throw new Error(`it ended by itself (${code}): ${service.said}`);
    return where;
  }

  /** Lets everything be acknowledged and every timer ring, gives what the service states then, and kills it. */
  async calm(): Promise<{ asOf: number; statements: StatementJson[] }> {
    this.isCalm = true;
    const service = this.start();
    while (this.atRest < this.senders.length) await setTimeout(20);
    await setTimeout(3_000);
    const url = await service.url();
    const asOf = Date.now();
    const query = `statements?asOf=${new Date(asOf).toISOString()}`;
    const statements: StatementJson[] = [];
    for (const { id } of [...STEADY, ...this.senders.flatMap(({ accounts }) => accounts)]) {
      const answer = await fetch(`${url}/v1/accounts/${id}/${query}`);
      const body = (await answer.json()) as { statements: StatementJson[] };
      statements.push(...body.statements);
    }
    this.gone();
    await service.kill();
    return { asOf, statements };
  }

  end(): void {
    this.isOver = true;
  }

  /** Ends what still runs, and takes everything away. */
  async remove(): Promise<void> {
    this.isOver = true;
    await this.process?.kill();
    removeDirectory(join(this.dataDir, '..'));
  }

  private start(killAt?: string): ServiceProcess {
    if (this.isOver) throw new Error('the house was given up');
    const settings = {
      SEATMETER_ALLOWED_LATENESS: 'PT0.1S',
      SEATMETER_CONTRACT: this.contract,
    };
    const service = new ServiceProcess(this.dataDir, { settings, killAt });
    this.process = service;
    const tell = this.tellAddress;
    void service.listening.then((url) => {
      if (url === undefined) return;
      this.isTold = true;
      tell(url);
    });
    return service;
  }

  /** Who waits for the address waits on when the service was gone before it had one. */
  private gone(): void {
    if (!this.isTold) return;
    this.isTold = false;
    this.address = new Promise((resolve) => (this.tellAddress = resolve));
  }

  private async killed(service: ServiceProcess, kill: Kill): Promise<string> {
    if ('early' in kill) {
      await setTimeout(kill.early);
      await service.kill();
      return 'while it starts';
    }
    if ('point' in kill) this.send(kill.point);
    await service.listening;
    const limit = new AbortController();
    const late = setTimeout('after' in kill ? kill.after : PATIENCE_MS, 'late', limit);
    const first = await Promise.race([service.ended, late]);
    limit.abort();
    if (first !== 'late') return 'point' in kill ? kill.point : 'by itself';
    await service.kill();
    return 'at random';
  }

  /** What leads to a point. */
  private send(point: string): void {
    const [now, id] = [Date.now(), `${point}-${(this.parcels += 1)}`];
    const users = this.dice.between(2, 4);
    if (point === 'timer-rang') this.urgent.push(graceParcel(id, users, now - 10_000));
    if (point === 'cycle-closing') this.urgent.push(closingParcel(id, users, now));
  }

  /** People who sign in now; of some a sign-out comes in late, which undoes what qualified. */
  private liveParcel(): Parcel | undefined {
    if (!this.dice.chance(0.02)) return undefined;
    const [now, id] = [Date.now(), `grace-${(this.parcels += 1)}`];
    if (this.dice.chance(0.5)) {
      void setTimeout(this.dice.between(1_000, 6_000), undefined, { ref: false }).then(() =>
        this.urgent.push(signOut(id, now + this.dice.between(500, 1_900))),
      );
    }
    return graceParcel(id, this.dice.between(2, 4), now);
  }

  private async sendAll(sender: Sender, next: () => Parcel | undefined): Promise<void> {
    while (!this.isOver) {
      if (this.isCalm) {
        await this.rest();
        continue;
      }
      const parcel = next();
      if (parcel !== undefined) await sender.deliver(parcel);
      await setTimeout(this.dice.between(0, 15));
    }
  }

  private async rest(): Promise<void> {
    this.atRest += 1;
    while (this.isCalm && !this.isOver) await setTimeout(10);
    this.atRest -= 1;
  }
}
