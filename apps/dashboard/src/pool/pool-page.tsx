import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nameOf, zoneOf } from '../accounts';
import { getEvidence, type Evidence } from '../api';
import { Countdown } from '../floor/countdown';
import { billableAt, type Update } from '../floor/order';
import { Badge, Seats, standingText } from '../floor/standing';
import { zoneName } from '../format';
import { now, pools } from '../live/live';
import { useRead } from '../read';
import { floorPath, quarantinePath, type Route } from '../route';
import { usePageTitle } from '../title';
import { locale, words } from '../words/language';
import { CourseSection, type View } from './course-section';
import { Cycle } from './cycle';
import { Excursions } from './excursions';
import { Sessions } from './sessions';
import { Statements } from './statements';

const Now = ({ update }: { readonly update: Update }): JSX.Element => {
  const say = words.value;
  const { standing } = update;
  const until = billableAt(update);
  return (
    <section class={`now is-${standing.phase}`} aria-label={say.now}>
      <Seats update={update} />
      <p class="now-standing">
        <Badge phase={standing.phase} /> {standingText(update, say)}
      </p>
      {until !== undefined && standing.phase !== 'within' && (
        <p class="now-next">
          {say.nextBilled} <Countdown until={until} />{' '}
          <span class="quiet">{say.atRisk(standing.newSeatsAtRisk)}</span>
        </p>
      )}
      <p class="quiet">
        {say.thisCycle}: {say.billed(standing.seatsBilledSoFar)}
      </p>
    </section>
  );
};

const boundsOf = ({ statement: { cycle } }: Evidence): { from: number; to: number } => ({
  from: Date.parse(cycle.start),
  to: Math.min(Date.parse(cycle.end), Math.ceil(now.peek() / 1000) * 1000),
});

export const PoolPage = (at: Extract<Route, { page: 'pool' }>): JSX.Element => {
  const { account, pool, cycle } = at;
  const say = words.value;
  const zone = zoneOf(account);
  const update = pools.value.get(`${account}/${pool}`)?.value;
  const version = update === undefined ? '' : `${update.at} ${update.seatsUsed}`;
  const { value: evidence, failure } = useRead(
    () => getEvidence(account, pool, cycle),
    cycle,
    version,
  );
  const [view, setView] = useState<View>(cycle === 'current' ? 'today' : 'cycle');
  useEffect(() => {
    setView(cycle === 'current' ? 'today' : 'cycle');
  }, [cycle]);
  usePageTitle(`${pool} · ${nameOf(account)}`);
  const place = { account, pool, zone, version };
  const show = (next: View): void => {
    setView(next);
    document.getElementById('course')?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <nav class="crumbs" aria-label={say.floor}>
        <a href={floorPath()}>{say.floor}</a>
        <a href={floorPath(account)}>{nameOf(account)}</a>
        <a href={quarantinePath(account)}>{say.quarantine}</a>
      </nav>
      <div class="title">
        <h1 tabIndex={-1}>{pool}</h1>
        <p class="quiet">
          {nameOf(account)} · {say.timesIn(zoneName(zone, now.peek(), locale.value))}
        </p>
      </div>
      {update !== undefined && <Now update={update} />}
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      {evidence === undefined && failure === undefined && <p class="empty">{say.loading}</p>}
      <div class="sections">
        <CourseSection
          {...place}
          bounds={evidence === undefined ? undefined : boundsOf(evidence)}
          view={view}
          onView={setView}
        />
        {evidence !== undefined && (
          <div class="columns">
            <div>
              <Cycle evidence={evidence} zone={zone} />
            </div>
            <div>
              <Excursions evidence={evidence} zone={zone} onShow={show} />
            </div>
          </div>
        )}
        <Sessions {...place} />
        <Statements {...place} shown={evidence?.statement.cycle.start} />
      </div>
    </>
  );
};
