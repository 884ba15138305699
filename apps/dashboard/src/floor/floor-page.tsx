import { computed, useComputed, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { accounts, accountsRead, nameOf } from '../accounts';
import { numberOf } from '../format';
import { now, pools } from '../live/live';
import { go } from '../navigation';
import { floorPath, poolPath, quarantinePath } from '../route';
import { usePageTitle } from '../title';
import { locale, words } from '../words/language';
import { Countdown } from './countdown';
import { billableAt, compareTrouble, totalsOf, type Update } from './order';
import { PoolRow } from './pool-row';

/** Moves once a second: rows that jump with every update cannot be read. */
const second = computed(() => Math.floor(now.value / 1000));

const Tile = (props: {
  readonly label: string;
  readonly kind?: string;
  readonly children: JSX.Element | string | (JSX.Element | string)[];
}): JSX.Element => (
  <div class={`tile ${props.kind ?? ''}`}>
    <dt>{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
);

const Totals = ({ of }: { readonly of: readonly Update[] }): JSX.Element => {
  const say = words.value;
  const { used, capacity, within, grace, overage, next } = totalsOf(of);
  const number = (value: number): string => numberOf(value, locale.value);
  const until = next === undefined ? undefined : billableAt(next);
  return (
    <dl class="tiles">
      <Tile label={say.seatsInUse}>
        {number(used)} <small>{say.ofCapacity(number(capacity))}</small>
      </Tile>
      <Tile label={say.poolsOverage} kind="is-overage">
        {number(overage)}
      </Tile>
      <Tile label={say.poolsGrace} kind="is-grace">
        {number(grace)}
      </Tile>
      <Tile label={say.poolsWithin} kind="is-within">
        {number(within)}
      </Tile>
      <Tile label={say.nextBilled} kind="tile-next">
        {next === undefined || until === undefined ? (
          <small>{say.nothingCounts}</small>
        ) : (
          <a href={poolPath(next.accountId, next.poolId)}>
            <Countdown until={until} />{' '}
            <small>{`${nameOf(next.accountId)} · ${next.poolId}`}</small>
          </a>
        )}
      </Tile>
    </dl>
  );
};

/** What is chosen can be chosen before the accounts are read, and when nobody knows it. */
const choices = (account: string | undefined): Set<string> =>
  new Set([...accounts.value.keys(), ...(account === undefined ? [] : [account])]);

const Filter = ({ account }: { readonly account: string | undefined }): JSX.Element => (
  <label class="filter">
    <span>{words.value.account}</span>
    <select
      value={account ?? ''}
      onChange={({ currentTarget }) => {
        go(floorPath(currentTarget.value === '' ? undefined : currentTarget.value));
      }}
    >
      <option value="">{words.value.allAccounts}</option>
      {[...choices(account)].map((id) => (
        <option key={id} value={id}>
          {nameOf(id)}
        </option>
      ))}
    </select>
  </label>
);

const Head = (): JSX.Element => {
  const say = words.value;
  const columns = [say.pool, say.seatsInUse, say.standing, say.nextSeat, say.thisCycle];
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map((column) => (
          <th key={column} role="columnheader" scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
};

export const FloorPage = ({ account }: { readonly account: string | undefined }): JSX.Element => {
  const say = words.value;
  const body = useRef<HTMLTableSectionElement>(null);
  // Whoever walks through the rows by keyboard is not overtaken by them.
  const held = useRef<[string, Signal<Update>][]>([]);
  const ordered = useComputed(() => {
    const all = [...pools.value];
    const walking = second.value > 0 && body.current?.contains(document.activeElement) === true;
    if (!walking || held.current.length !== all.length)
      held.current = all.sort(([, one], [, other]) => compareTrouble(one.peek(), other.peek()));
    return [...held.current];
  });
  const shown = ordered.value.filter(
    ([, pool]) => account === undefined || pool.peek().accountId === account,
  );
  usePageTitle(say.floor);
  return (
    <>
      <div class="title">
        <h1 tabIndex={-1}>{say.floor}</h1>
        <Filter account={account} />
        {account !== undefined && <a href={quarantinePath(account)}>{say.quarantine}</a>}
      </div>
      <Totals of={shown.map(([, pool]) => pool.peek())} />
      {shown.length === 0 && <p class="empty">{accountsRead.value ? say.noPools : say.loading}</p>}
      <table role="table" class="pools" aria-label={say.floor} hidden={shown.length === 0}>
        <Head />
        <tbody role="rowgroup" ref={body}>
          {shown.map(([key, pool]) => (
            <PoolRow key={key} pool={pool} />
          ))}
        </tbody>
      </table>
    </>
  );
};
