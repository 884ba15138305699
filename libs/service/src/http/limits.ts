const KIB = 1024;
const MIB = 1024 * KIB;

/** One session fact, and a request of them; contracts.md, Session facts. */
export const EVENT_BYTES = 64 * KIB;
export const REQUEST_BYTES = MIB;
export const REQUEST_EVENTS = 1000;
/** An account of contract.json: some hundred thousand users. */
export const ACCOUNT_BYTES = 32 * MIB;
/** Ids have at most 200 characters; each may be written as %XX, three times over. */
export const PARAMETER_LENGTH = 2000;

export const PAGE = { least: 1, usual: 100, most: 1000 } as const;
export const POINTS = { least: 2, usual: 1000, most: 10_000 } as const;
