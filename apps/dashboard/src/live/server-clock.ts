/** Further back than any delay on the way: the clock itself was set. */
const SET_BACK_MS = 10_000;

/**
 * The service's time, by a clock of ours that only counts: the browser's own may be wrong. Of what the service said it
 * was, the latest counts, as all others were longer on their way.
 */
export class ServerClock {
  private ahead: number | undefined;

  /** `at`: the service's time; `received`: ours, in ms since whenever. */
  note(at: number, received: number): void {
    const ahead = at - received;
    if (this.ahead === undefined || ahead > this.ahead || this.ahead - ahead > SET_BACK_MS)
      this.ahead = ahead;
  }

  /** Undefined until the service said something. */
  at(local: number): number | undefined {
    return this.ahead === undefined ? undefined : local + this.ahead;
  }
}
