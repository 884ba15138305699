import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { nameOf } from '../accounts';
import { poolPath } from '../route';
import { words } from '../words/language';
import { Countdown } from './countdown';
import { billableAt, type Update } from './order';
import { Badge, Seats, standingText } from './standing';

/** Draws itself anew when its pool changes, and only then. */
export const PoolRow = ({ pool }: { readonly pool: Signal<Update> }): JSX.Element => {
  const update = pool.value;
  const { accountId, poolId, standing } = update;
  const say = words.value;
  const until = billableAt(update);
  const atRisk = standing.phase === 'within' ? 0 : standing.newSeatsAtRisk;
  return (
    <tr role="row" class={`pool is-${standing.phase}`}>
      <th role="rowheader" scope="row" class="pool-name">
        <a href={poolPath(accountId, poolId)}>
          <span class="pool-id">{poolId}</span> <span class="quiet">{nameOf(accountId)}</span>
        </a>
      </th>
      <td role="cell" class="pool-seats">
        <Seats update={update} />
      </td>
      <td role="cell" class="pool-standing">
        <Badge phase={standing.phase} /> <span class="detail">{standingText(update, say)}</span>
      </td>
      <td role="cell" class="pool-next">
        {until !== undefined && (
          <>
            <Countdown until={until} /> <span class="detail">{say.atRisk(atRisk)}</span>
          </>
        )}
      </td>
      <td role="cell" class={standing.seatsBilledSoFar > 0 ? 'pool-billed' : 'pool-billed quiet'}>
        {say.billed(standing.seatsBilledSoFar)}
      </td>
    </tr>
  );
};
