import { effect, signal } from '@preact/signals';
import { getAccounts, type Account } from './api';
import { connection, pools } from './live/live';

/** By id: names, zones, licences. */
export const accounts = signal<ReadonlyMap<string, Account>>(new Map());
/** Whether they were read once. */
export const accountsRead = signal(false);

export const zoneOf = (account: string): string => accounts.value.get(account)?.timeZone ?? 'UTC';
export const nameOf = (account: string): string => accounts.value.get(account)?.name ?? account;

const read = async (): Promise<void> => {
  const all = await getAccounts();
  accounts.value = new Map(all.map((account) => [account.id, account]));
  accountsRead.value = true;
};

/** Reads them again after each connection, and when a pool is new. */
export const followAccounts = (): void => {
  effect(() => {
    if (connection.value.phase !== 'live' || pools.value.size < 0) return;
    read().catch(() => undefined);
  });
};
