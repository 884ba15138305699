import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { getSessions, type HeldSeat } from '../api';
import { dateTimeOf, lasting } from '../format';
import { now } from '../live/live';
import { useRead } from '../read';
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
  const [more, setMore] = useState<readonly HeldSeat[]>([]);
  const [next, setNext] = useState<string>();
  const { value, failure } = useRead(() => getSessions(account, pool), pool, version);
  useEffect(() => {
    setMore([]);
    setNext(value?.next);
  }, [value]);
  const time = (at: string): string => dateTimeOf(Date.parse(at), zone, locale.value);
  const lately = Math.floor(now.value / STEP) * STEP;
  const readOn = async (): Promise<void> => {
    const page = await getSessions(account, pool, next);
    setMore([...more, ...page.items]);
    setNext(page.next);
  };
  const held = [...(value?.items ?? []), ...more];
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{say.sessions}</h2>
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      {value !== undefined && held.length === 0 && <p class="empty">{say.noSessions}</p>}
      {held.length > 0 && (
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
      {next !== undefined && (
        <button type="button" onClick={() => void readOn()}>
          {say.more}
        </button>
      )}
    </section>
  );
};
