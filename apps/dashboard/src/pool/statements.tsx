import type { JSX } from 'preact';
import { getStatements, type Statement } from '../api';
import { dateOf, isoDateOf, moneyOf, numberOf } from '../format';
import { useRead } from '../read';
import { poolPath } from '../route';
import { locale, words } from '../words/language';

/** A pool's cycles, the latest first. The one that is open is `current` in its link. */
export const Statements = (props: {
  readonly account: string;
  readonly pool: string;
  readonly zone: string;
  /** Of the cycle that is shown, the start. */
  readonly shown: string | undefined;
  readonly version: string;
}): JSX.Element => {
  const { account, pool, zone, shown, version } = props;
  const say = words.value;
  const { value, failure } = useRead(() => getStatements(account), account, version);
  const own = (value ?? []).filter(({ poolId }) => poolId === pool).reverse();
  const nameOf = ({ cycle, asOf }: Statement): string =>
    asOf < cycle.end ? 'current' : isoDateOf(Date.parse(cycle.start), zone);
  const date = (at: string): string => dateOf(Date.parse(at), zone, locale.value);
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{say.statements}</h2>
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="statements">
        <table class="list statements">
          <thead>
            <tr>
              <th scope="col">{say.cycle}</th>
              <th scope="col">{say.overageSeats}</th>
              <th scope="col">{say.amount}</th>
              <th scope="col">{say.statusTitle}</th>
            </tr>
          </thead>
          <tbody>
            {own.map((statement) => (
              <tr key={statement.cycle.start}>
                <th scope="row">
                  <a
                    href={poolPath(account, pool, nameOf(statement))}
                    aria-current={statement.cycle.start === shown ? 'true' : undefined}
                  >
                    {say.span(date(statement.cycle.start), date(statement.cycle.end))}
                  </a>
                </th>
                <td>{numberOf(statement.overageSeats, locale.value)}</td>
                <td>{statement.amount && moneyOf(statement.amount, locale.value)}</td>
                <td>
                  {nameOf(statement) === 'current' ? say.current : say.status[statement.status]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
