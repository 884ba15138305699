import type { JSX } from 'preact';
import { getSessions, type HeldSeat, type Page } from '../api';
import { dateTimeOf, lasting } from '../format';
import { now } from '../live/live';
import { usePages } from '../read';
import { locale, words } from '../words/language';

const STEP = 5_000;

/** Who holds the seats now, the oldest first, a page at a time. */
export const Sessions = (props: {
  readonly account: string;
  readonly pool: string;
  readonly zone: string;
  readonly version: string;
}): JSX.Element => {
  const { account, pool, zone, version } = props;
  const say = words.value;
  const read = (after?: string): Promise<Page<HeldSeat>> => getSessions(account, pool, after);
  const { items: held, failure, readOn } = usePages(read, pool, version);
  const time = (at: string): string => dateTimeOf(Date.parse(at), zone, locale.value);
  const lately = Math.floor(now.value / STEP) * STEP;
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{say.sessions}</h2>
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      {held?.length === 0 && <p class="empty">{say.noSessions}</p>}
      {held !== undefined && held.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="sessions">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">{say.person}</th>
                <th scope="col">{say.since}</th>
                <th scope="col">{say.held}</th>
                <th scope="col">{say.lastSign}</th>
              </tr>
            </thead>
            <tbody>
              {held.map(({ sessionId, userId, since, lastSignOfLife }) => (
                <tr key={sessionId}>
                  <th scope="row">{userId}</th>
                  <td>{time(since)}</td>
                  <td>{lasting(Math.max(0, lately - Date.parse(since)), say.units)}</td>
                  <td>{time(lastSignOfLife)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {readOn !== undefined && (
        <button type="button" onClick={readOn}>
          {say.more}
        </button>
      )}
    </section>
  );
};
