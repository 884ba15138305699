import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nameOf, zoneOf } from '../accounts';
import { getQuarantine, type WaitingFact } from '../api';
import { dateTimeOf, zoneName } from '../format';
import { now } from '../live/live';
import { useRead } from '../read';
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
  const { value, failure } = useRead(() => getQuarantine(account), account, minute);
  const [more, setMore] = useState<readonly WaitingFact[]>([]);
  const [next, setNext] = useState<string>();
  useEffect(() => {
    setMore([]);
    setNext(value?.next);
  }, [value]);
  const readOn = async (): Promise<void> => {
    const page = await getQuarantine(account, next);
    setMore([...more, ...page.items]);
    setNext(page.next);
  };
  const title = say.quarantineOf(nameOf(account));
  usePageTitle(title);
  const facts = [...(value?.items ?? []), ...more];
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
      {value !== undefined && facts.length === 0 && <p class="empty">{say.noQuarantine}</p>}
      {facts.length > 0 && <Facts facts={facts} zone={zone} />}
      {next !== undefined && (
        <button type="button" onClick={() => void readOn()}>
          {say.more}
        </button>
      )}
    </>
  );
};
