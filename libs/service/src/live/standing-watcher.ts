import type { Writable } from 'node:stream';
import type { StandingFrame } from './standing-frame';

/** How much is written in one go, in characters. */
const CHUNK = 65_536;
/** Heartbeats that may pass while a client reads nothing. */
const PATIENCE = 4;

/**
 * One client. While it is behind it is owed the latest frame of each pool and no more. Frames go out in the order of
 * their ids, so that an id that has arrived covers all that came before it.
 */
export class StandingWatcher {
  private readonly owed = new Map<string, StandingFrame>();
  private behind = false;
  private missed = 0;

  constructor(
    private readonly out: Writable,
    greeting: string,
  ) {
    out.on('drain', () => {
      this.behind = false;
      this.missed = 0;
      this.send();
    });
    this.write(greeting);
  }

  /** Owes a frame, instead of an earlier one of the same pool. */
  owe(pool: string, frame: StandingFrame): void {
    this.owed.delete(pool);
    this.owed.set(pool, frame);
  }

  /** Sends what is owed, as far as the client keeps up. */
  send(): void {
    while (!this.behind && this.owed.size > 0) {
      let chunk = '';
      for (const [pool, frame] of this.owed) {
        chunk += frame.text;
        this.owed.delete(pool);
        if (chunk.length >= CHUNK) break;
      }
      this.write(chunk);
    }
  }

  /** Shows that the line is alive; gives up a client that has read nothing for several of them. */
  beat(text: string): void {
    if (!this.behind) this.write(text);
    else if ((this.missed += 1) >= PATIENCE) this.out.destroy();
  }

  /** Ends the stream at once. */
  end(): void {
    if (this.behind) this.out.destroy();
    else this.out.end();
  }

  private write(text: string): void {
    this.behind = !this.out.write(text);
  }
}
