/**
 * The one fact the scanner has just read, as fields that the next fact overwrites.
 *
 * `id`, `session` and `user` are byte ranges of {@link bytes}: `length` bytes from `at`, ASCII, or UTF-16LE when `wide`.
 * An ASCII string is never wide, so two strings are equal exactly when their widths and bytes are; `decodeSlot` reads one.
 * They must be copied before the sink returns; the next fact may have them in other memory. 16 bytes behind each may be read (not trusted), for copies a word at a time.
 */
export class ScannedFact {
  /** Event time, in milliseconds since the epoch. */
  at = NaN;
  /** 0 started, 1 renewed, 2 ended. */
  kind = 0;
  /** Whole seconds, 0 = none given. */
  leaseSeconds = 0;
  /** Numbers into the scanner's tables of strings; -1 = absent, for the last three. */
  account = -1;
  source = -1;
  pool = -1;
  activity = -1;
  reason = -1;
  idAt = 0;
  idLength = 0;
  idWide = false;
  sessionAt = 0;
  sessionLength = 0;
  sessionWide = false;
  userAt = 0;
  /** 0 = absent. */
  userLength = 0;
  userWide = false;

  constructor(private readonly memory: { readonly bytes: Uint8Array; readonly view: DataView }) {}

  get bytes(): Uint8Array {
    return this.memory.bytes;
  }

  /** Over the same bytes. */
  get view(): DataView {
    return this.memory.view;
  }

  /** Forgets what a fact may leave out. */
  clear(): void {
    this.leaseSeconds = 0;
    this.pool = -1;
    this.activity = -1;
    this.reason = -1;
    this.userLength = 0;
    this.idWide = false;
    this.sessionWide = false;
    this.userWide = false;
  }
}
