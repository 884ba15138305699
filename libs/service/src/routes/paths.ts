import { cycle, cycleDate, keys, name } from '../http/fields';

/** The parameters of paths. */
export const AccountPath = keys({ account: name });
export const PoolPath = keys({ account: name, pool: name });
export const StatementPath = keys({ account: name, pool: name, cycle });
export const CyclePath = keys({ account: name, cycle: cycleDate });
