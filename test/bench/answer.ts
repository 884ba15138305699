/** What every program of the bench prints: as much of `replay --json` as they all know. */
export interface Answer {
  statements: readonly { accountId: string; poolId: string; asOf: string; overageSeats: number }[];
  /** Of programs that measure themselves: the part of their work that counts. */
  facts?: number;
  seconds?: number;
}

export const answerOf = (stdout: string): Answer => JSON.parse(stdout) as Answer;

/** Pool by pool what is owed, and as of when. A pool has one statement: the month is one cycle. */
const seatsOf = (answer: Answer): Map<string, string> => {
  const seats = new Map<string, string>();
  for (const { accountId, poolId, asOf, overageSeats } of answer.statements) {
    const pool = `${accountId}/${poolId}`;
    if (seats.has(pool)) throw new Error(`${pool} has a second statement`);
    seats.set(pool, `${overageSeats} seats as of ${asOf}`);
  }
  return seats;
};

/** @throws Error that names the first pools for which the two do not say the same. */
export const expectSameSeats = (name: string, one: Answer, other: Answer): void => {
  const [ours, theirs] = [seatsOf(one), seatsOf(other)];
  const differing = [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((pool) => ours.get(pool) !== theirs.get(pool))
    .map(
      (pool) => `  ${pool}: ${ours.get(pool) ?? 'nothing'}, not ${theirs.get(pool) ?? 'nothing'}`,
    );
  if (differing.length === 0) return;
  const first = differing.slice(0, 5).join('\n');
  throw new Error(`${name}: ${differing.length} pools differ:\n${first}`);
};
