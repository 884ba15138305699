/** Who changes something, and why: stored with the change for ever. */
export interface Origin {
  /** A person or a system, as it names itself; never left empty. */
  readonly actor: string;
  readonly reason?: string;
  /** The caller's own key of the request. */
  readonly requestId?: string;
}
