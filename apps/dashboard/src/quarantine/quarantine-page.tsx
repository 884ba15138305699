import type { JSX } from 'preact';
import { nameOf, zoneOf } from '../accounts';
import { getQuarantine, type Page, type WaitingFact } from '../api';
import { dateTimeOf, zoneName } from '../format';
import { now } from '../live/live';
import { usePages } from '../read';
import { floorPath } from '../route';
import { usePageTitle } from '../title';
import { locale, words } from '../words/language';

const Facts = (props: {
  readonly facts: readonly WaitingFact[];
  readonly zone: string;
}): JSX.Element => {
  const say = words.value;
  const time = (at: string): string => dateTimeOf(Date.parse(at), props.zone, locale.value);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say.quarantine}>
      <table class="list">
        <thead>
          <tr>
            {[say.source, say.id, say.happened, say.recorded, say.reason].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.facts.map(({ source, id, at, recordedAt, reason, releasable }) => (
            <tr key={`${source} ${id} ${recordedAt}`}>
              <th scope="row">{source}</th>
              <td>{id}</td>
              <td>{time(at)}</td>
              <td>{time(recordedAt)}</td>
              <td>
                {say.reasons[reason] ?? reason} <code>{reason}</code>
                {releasable && <small> {say.releasable}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** What waits, why, since when; read anew every minute. */
export const QuarantinePage = ({ account }: { readonly account: string }): JSX.Element => {
  const say = words.value;
  const zone = zoneOf(account);
  const minute = String(Math.floor(now.value / 60_000));
  const read = (after?: string): Promise<Page<WaitingFact>> => getQuarantine(account, after);
  const { items: facts, failure, readOn } = usePages(read, account, minute);
  const title = say.quarantineOf(nameOf(account));
  usePageTitle(title);
  return (
    <>
      <nav class="crumbs" aria-label={say.floor}>
        <a href={floorPath()}>{say.floor}</a>
        <a href={floorPath(account)}>{nameOf(account)}</a>
      </nav>
      <div class="title">
        <h1 tabIndex={-1}>{title}</h1>
        <p class="quiet">{say.timesIn(zoneName(zone, now.peek(), locale.value))}</p>
      </div>
      <p>{say.quarantineNote}</p>
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      {facts?.length === 0 && <p class="empty">{say.noQuarantine}</p>}
      {facts !== undefined && facts.length > 0 && <Facts facts={facts} zone={zone} />}
      {readOn !== undefined && (
        <button type="button" onClick={readOn}>
          {say.more}
        </button>
      )}
    </>
  );
};
