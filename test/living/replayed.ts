import {
  formatInstant,
  SessionFactScanner,
  type AccountContract,
  type SessionFact,
  type StatementJson,
} from '@seatmeter/contracts';
import { agreementOf, FactLogWriter, foldAccounts, JoinedLogs } from '@seatmeter/engine';

/** The structured CloudEvent of a fact, as its emitter sends it. */
export const eventOf = ({ source, id, type, at, ...data }: SessionFact): object => ({
  specversion: '1.0',
  id,
  source,
  type: `seatmeter.session.${type}.v1`,
  time: formatInstant(at),
  data,
});

/** What a replay of a file of these facts prints for one account. */
export const replayed = (
  account: AccountContract,
  facts: readonly SessionFact[],
  asOf: number,
): StatementJson[] => {
  const writer = new FactLogWriter((line, problem) => {
    throw new Error(`line ${String(line)}: ${problem}`);
  });
  const scanner = new SessionFactScanner(writer);
  scanner.push(Buffer.from(facts.map((fact) => JSON.stringify(eventOf(fact))).join('\n')));
  scanner.end();
  const logs = new JoinedLogs([writer.finish(scanner)]);
  const agreements = new Map([[account.id, agreementOf(account)]]);
  return foldAccounts(logs, agreements, [account.id], asOf).statements;
};
