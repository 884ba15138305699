import type { JSX } from 'preact';
import type { Evidence, Statement } from '../api';
import { dateOf, dateTimeOf, hoursOf, moneyOf, numberOf } from '../format';
import { locale, words } from '../words/language';

type Model = keyof Statement['readings'];

const spanText = (span: Statement['cycle'], zone: string): string =>
  words.value.span(
    dateOf(Date.parse(span.start), zone, locale.value),
    dateOf(Date.parse(span.end), zone, locale.value),
  );

const Readings = ({ statement, grace }: Evidence): JSX.Element => {
  const say = words.value;
  const readings = Object.entries(statement.readings) as [Model, number][];
  const most = Math.max(1, ...readings.map(([, seats]) => seats));
  return (
    <section aria-labelledby="readings">
      <h2 id="readings">{say.readings}</h2>
      <p class="note">{say.readingsNote}</p>
      <ul class="readings">
        {readings.map(([model, seats]) => (
          <li key={model} class={model === grace.model ? 'reading is-billed' : 'reading'}>
            <span class="reading-name">{say.models[model]}</span>
            <span class="reading-bar" aria-hidden="true">
              <span style={{ width: `${(100 * seats) / most}%` }} />
            </span>
            <b class="reading-seats">{say.seats(seats)}</b>
            {model === grace.model && <span class="note">{say.billedReading}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
};

const SeatTime = ({ seatMs }: Statement): JSX.Element => {
  const say = words.value;
  const hours = (ms: number): string => say.hours(hoursOf(ms, locale.value));
  const rows = [
    [say.used, seatMs.used, 'used'],
    [say.overCapacity, seatMs.over, 'over'],
    [say.freeTime, seatMs.free, 'free'],
    [say.billableTime, seatMs.billable, 'billable'],
  ] as const;
  return (
    <section aria-labelledby="seat-time">
      <h2 id="seat-time">{say.seatTime}</h2>
      <dl class="figures">
        {rows.map(([label, ms, name]) => (
          <div key={name} class={`figure time-${name}`}>
            <dt>{label}</dt>
            <dd>{hours(ms)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** A cycle's figure and what it is made of. */
export const Cycle = (props: {
  readonly evidence: Evidence;
  readonly zone: string;
}): JSX.Element => {
  const { evidence, zone } = props;
  const { statement } = evidence;
  const say = words.value;
  const { amount, peak } = statement;
  return (
    <>
      <section aria-labelledby="cycle">
        <h2 id="cycle">{statement.status === 'final' ? say.cycleClosed : say.cycleSoFar}</h2>
        <p class="note">
          {spanText(statement.cycle, zone)} · {say.status[statement.status]} ·{' '}
          {say.dueIn(
            dateOf(Date.parse(statement.dueIn.start), zone, locale.value),
            dateOf(Date.parse(statement.dueIn.end), zone, locale.value),
          )}
        </p>
        <dl class="figures">
          <div class="figure overage-seats">
            <dt>{say.overageSeats}</dt>
            <dd>{numberOf(statement.overageSeats, locale.value)}</dd>
          </div>
          <div class="figure amount">
            <dt>{say.amount}</dt>
            <dd>
              {amount === undefined ? <small>{say.noPrice}</small> : moneyOf(amount, locale.value)}
            </dd>
          </div>
          <div class="figure peak">
            <dt>{say.peak}</dt>
            <dd>
              {numberOf(peak.seats, locale.value)}{' '}
              <small>{say.peakAt(dateTimeOf(Date.parse(peak.at), zone, locale.value))}</small>
            </dd>
          </div>
        </dl>
      </section>
      <SeatTime {...statement} />
      <Readings {...evidence} />
    </>
  );
};
