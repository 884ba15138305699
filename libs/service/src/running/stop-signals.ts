/** As shells say it: a process that a signal ended exits with 128 and its number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof EXIT_CODES;

/** The first signal asks to stop; a second one exits at once. */
export class StopSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<StopSignal>;
  private asked = false;
  private ask!: (signal: StopSignal) => void;

  constructor() {
    this.first = new Promise((resolve) => (this.ask = resolve));
    process.on('SIGINT', this.hear);
    process.on('SIGTERM', this.hear);
  }

  /** Leaves signals to their usual meaning. */
  forget(): void {
    process.off('SIGINT', this.hear);
    process.off('SIGTERM', this.hear);
  }

  private readonly hear = (signal: NodeJS.Signals): void => {
    const stop = signal as StopSignal;
    if (this.asked) process.exit(EXIT_CODES[stop]);
    this.asked = true;
    this.ask(stop);
  };
}
