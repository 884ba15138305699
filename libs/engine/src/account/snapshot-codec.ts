import type { Instant } from '@seatmeter/metering';
import { ByteReader, ByteWriter } from '../stream/byte-writer';
import { Account, type ClosedCycle, type Decided } from './account';
import type { Agreed } from './agreed';

/** To be raised whenever the bytes, or what they mean, change: snapshots of any other format are left alone. */
const FORMAT = 1;
const CHAIN_LENGTH = 32;

/** What there is little of. Infinity is null. */
interface Rest {
  readonly agreed: Agreed | null;
  readonly knownSince: Instant | null;
  readonly decided: readonly Decided[];
  readonly closed: readonly ClosedCycle[];
  readonly released: Account['released'];
  readonly recent: readonly { readonly recordedAt: Instant; readonly earliest: Instant | null }[];
}

const finite = (at: Instant): Instant | null => (at === Infinity ? null : at);

const restOf = (account: Account): Rest => ({
  agreed: account.agreed ?? null,
  knownSince: finite(account.knownSince),
  decided: [...account.decided.values()],
  closed: [...account.closed.values()],
  released: account.released,
  recent: account.recent.map((one) => ({ ...one, earliest: finite(one.earliest) })),
});

/**
 * The bytes of an account, in steps between which it may go on: they tell it as it was at the first, which must be between two appends. Format, version, chain, what there is little of as JSON, then the facts in columns.
 * The format is in the byte order of the machine, as the columns are: on another machine it is another format.
 */
export function* encodeSnapshot(account: Account): Generator<undefined, Uint8Array> {
  const writer = new ByteWriter();
  writer.raw(new Uint8Array(Uint32Array.of(FORMAT).buffer));
  writer.number(account.version);
  writer.raw(account.chain);
  const rest = Buffer.from(JSON.stringify(restOf(account)));
  writer.number(rest.length);
  writer.raw(rest);
  yield* account.history.write(writer);
  return writer.taken();
}

/** The account of a snapshot; undefined when it is of another format. */
export const decodeSnapshot = (
  id: string,
  key: Uint8Array,
  bytes: Uint8Array,
): Account | undefined => {
  const reader = new ByteReader(bytes);
  if (new Uint32Array(Uint8Array.from(reader.raw(4)).buffer)[0] !== FORMAT) return undefined;
  const account = new Account(id, key);
  account.version = reader.number();
  account.chain = Uint8Array.from(reader.raw(CHAIN_LENGTH));
  const rest = JSON.parse(Buffer.from(reader.raw(reader.number())).toString()) as Rest;
  account.history.read(reader);
  if (rest.agreed !== null) account.agree(rest.agreed);
  account.knownSince = rest.knownSince ?? Infinity;
  for (const one of rest.decided) account.decide(one);
  for (const one of rest.closed) account.closed.set(one.cycle.start, one);
  account.released.push(...rest.released);
  account.recent = rest.recent.map((one) => ({ ...one, earliest: one.earliest ?? Infinity }));
  return account;
};
