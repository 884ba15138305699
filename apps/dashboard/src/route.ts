/** What a path of the dashboard shows. */
export type Route =
  | { readonly page: 'floor'; readonly account?: string }
  | {
      readonly page: 'pool';
      readonly account: string;
      readonly pool: string;
      /** `current`, or the first local date of a cycle. */
      readonly cycle: string;
    }
  | { readonly page: 'quarantine'; readonly account: string }
  | { readonly page: 'unknown' };

const POOL = /^\/accounts\/([^/]+)\/pools\/([^/]+)$/;
const QUARANTINE = /^\/accounts\/([^/]+)\/quarantine$/;

/** Ids of accounts and pools hold nothing that a path would encode. */
export const routeOf = (path: string, search: string): Route => {
  const query = new URLSearchParams(search);
  if (path === '/') {
    const account = query.get('account');
    return account === null ? { page: 'floor' } : { page: 'floor', account };
  }
  const pool = POOL.exec(path);
  if (pool !== null) {
    const cycle = query.get('cycle') ?? 'current';
    return { page: 'pool', account: pool[1]!, pool: pool[2]!, cycle };
  }
  const quarantine = QUARANTINE.exec(path);
  if (quarantine !== null) return { page: 'quarantine', account: quarantine[1]! };
  return { page: 'unknown' };
};

export const floorPath = (account?: string): string =>
  account === undefined ? '/' : `/?account=${account}`;

export const poolPath = (account: string, pool: string, cycle = 'current'): string =>
  `/accounts/${account}/pools/${pool}${cycle === 'current' ? '' : `?cycle=${cycle}`}`;

export const quarantinePath = (account: string): string => `/accounts/${account}/quarantine`;
