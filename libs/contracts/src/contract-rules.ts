import type { z } from 'zod';
import { parseInstant } from './instant';

type Ctx = z.core.$RefinementCtx;
type Path = readonly (string | number)[];

const problem = (ctx: Ctx, path: Path, message: string): void => {
  ctx.addIssue({ code: 'custom', path: [...path], message });
};

interface Dated {
  readonly from?: string | undefined;
}
interface Period extends Dated {
  readonly until?: string | null | undefined;
}

const startOf = ({ from }: Dated): number => (from === undefined ? -Infinity : parseInstant(from));
const endOf = ({ until }: Period): number =>
  until === undefined || until === null ? Infinity : parseInstant(until);

/** No two steps of one list take effect at one instant; without `from` a step holds from the beginning. */
export const oneStepAnInstant = (steps: readonly Dated[], ctx: Ctx): void => {
  const seen = new Map<number, number>();
  steps.forEach((step, index) => {
    const other = seen.get(startOf(step));
    seen.set(startOf(step), other ?? index);
    if (other === undefined) return;
    if (step.from === undefined) {
      const told = `has no "from", and neither has entry [${other}] of this list; say from when each holds`;
      problem(ctx, [index], told);
    } else {
      const told = `is the instant of entry [${other}] of this list too; give each an instant of its own, or leave one out`;
      problem(ctx, [index, 'from'], told);
    }
  });
};

/** No two entries of a list have one id. */
export const ownIds = <Key extends string>(key: Key) => {
  return (entries: readonly Readonly<Record<Key, string>>[], ctx: Ctx): void => {
    const seen = new Map<string, number>();
    entries.forEach((entry, index) => {
      const id = entry[key];
      const other = seen.get(id);
      if (other === undefined) seen.set(id, index);
      else {
        const told = `is ${JSON.stringify(id)}, as in entry [${other}] of this list; give each its own, or make them one entry`;
        problem(ctx, [index, key], told);
      }
    });
  };
};

/** A pool is priced in one currency: amounts of its cycles can then be added up. */
export const oneCurrency = (prices: readonly { currency: string }[], ctx: Ctx): void => {
  prices.forEach(({ currency }, index) => {
    if (currency === prices[0]!.currency) return;
    const told = `is "${currency}", but entry [0] of this list is "${prices[0]!.currency}"; keep one pool in one currency`;
    problem(ctx, [index, 'currency'], told);
  });
};

/** `until` is exclusive: a period has to begin before it. */
export const beginsBeforeItEnds = (period: Period, ctx: Ctx): void => {
  if (startOf(period) < endOf(period)) return;
  problem(
    ctx,
    ['until'],
    'is not after "from"; "until" is the first instant that no longer counts',
  );
};

interface Pool {
  readonly id: string;
  readonly model: 'concurrent' | 'named';
}
interface User extends Period {
  readonly id: string;
  readonly pool?: string | undefined;
  readonly licence?: (Period & { readonly pool: string }) | undefined;
}
interface Account {
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly pools: readonly Pool[];
  readonly users?: readonly User[] | undefined;
}

const namesPool = (
  ctx: Ctx,
  path: Path,
  { id, model }: Pool,
  pools: ReadonlyMap<string, Pool>,
): void => {
  const shown = JSON.stringify(id);
  const pool = pools.get(id);
  if (pool?.model === model) return;
  const fitting = [...pools.values()].filter((one) => one.model === model);
  const choice =
    fitting.length === 0
      ? `the account has no ${model} pool`
      : `it has ${fitting.map((one) => `"${one.id}"`).join(', ')}`;
  if (pool === undefined)
    problem(
      ctx,
      path,
      `is ${shown}, but the account has no such pool; name a ${model} pool (${choice})`,
    );
  else problem(ctx, path, `is ${shown}, a ${pool.model} pool; name a ${model} pool (${choice})`);
};

/** Two entries of one key whose periods share an instant: the later of each pair, with the one it runs into. */
const overlaps = (
  entries: readonly { key: string; index: number; period: Period }[],
): { index: number; other: number }[] => {
  const found: { index: number; other: number }[] = [];
  const last = new Map<string, { index: number; end: number }>();
  const ordered = [...entries].sort(
    (a, b) => startOf(a.period) - startOf(b.period) || a.index - b.index,
  );
  for (const { key, index, period } of ordered) {
    const before = last.get(key);
    if (before !== undefined && startOf(period) < before.end)
      found.push({ index, other: before.index });
    if (before === undefined || endOf(period) > before.end)
      last.set(key, { index, end: endOf(period) });
  }
  return found;
};

/** A user may stand in several entries, one after the other, but never in two at one instant. */
const noOverlaps = (users: readonly User[], ctx: Ctx): void => {
  const entries = users.map((user, index) => ({ key: user.id, index, period: user }));
  for (const { index, other } of overlaps(entries)) {
    const told = `is ${JSON.stringify(users[index]!.id)}, as in entry [${other}], at the same time; end one with "until" before the other begins, or make them one entry`;
    problem(ctx, ['users', index, 'id'], told);
  }
  const licences = users.flatMap(({ id, licence }, index) =>
    licence === undefined
      ? []
      : [{ key: JSON.stringify([id, licence.pool]), index, period: licence }],
  );
  for (const { index, other } of overlaps(licences)) {
    const told = `is held by this user at the same time by entry [${other}]; one user holds one licence of a pool`;
    problem(ctx, ['users', index, 'licence'], told);
  }
};

/** What only the whole account can show: its span, the pools its users name, and users in two places at once. */
export const accountIsWhole = (account: Account, ctx: Ctx): void => {
  const { startsAt, endsAt, users = [] } = account;
  if (startsAt !== null && endsAt !== null && parseInstant(startsAt) >= parseInstant(endsAt))
    problem(ctx, ['endsAt'], 'is not after "startsAt"; an account ends after it starts');
  const pools = new Map(account.pools.map((pool) => [pool.id, pool]));
  users.forEach(({ pool, licence }, index) => {
    if (pool !== undefined)
      namesPool(ctx, ['users', index, 'pool'], { id: pool, model: 'concurrent' }, pools);
    if (licence !== undefined)
      namesPool(
        ctx,
        ['users', index, 'licence', 'pool'],
        { id: licence.pool, model: 'named' },
        pools,
      );
  });
  noOverlaps(users, ctx);
};
