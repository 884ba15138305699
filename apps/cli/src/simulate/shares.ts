/** How much goes otherwise than planned: shares from 0 to 1. */
export interface Shares {
  /** Of facts: sent seconds to hours after they happened. */
  readonly late: number;
  /** Of facts: sent twice. */
  readonly duplicates: number;
  /** Of an agent's days: the last session is never signed out. */
  readonly forgotten: number;
  /** Of sessions: the connection is lost and is back within a minute, once to three times. */
  readonly flapping: number;
  /** Of sessions: the same person goes on with another device. */
  readonly switching: number;
  /** Of an agent's days: leaves half an hour to three hours early. */
  readonly early: number;
}

/** As the command takes them when it is told nothing else. */
export const USUAL: Shares = {
  late: 0.01,
  duplicates: 0.005,
  forgotten: 0.005,
  flapping: 0.03,
  switching: 0.02,
  early: 0.04,
};
