import type { JSX } from 'preact';
import type { Evidence } from '../api';
import { dateTimeOf, lasting } from '../format';
import { locale, words } from '../words/language';
import type { Span } from './course';
import { verdictOf, type Excursion } from './why';

const MOST = 50;

const One = (props: {
  readonly excursion: Excursion;
  readonly evidence: Evidence;
  readonly zone: string;
  readonly onShow: (span: Span) => void;
}): JSX.Element => {
  const { excursion, evidence, zone } = props;
  const say = words.value;
  const { billed, sentences } = verdictOf(excursion, evidence, say);
  const [from, to] = [Date.parse(excursion.start), Date.parse(excursion.end)];
  const { statement } = evidence;
  const open = statement.status === 'provisional' && excursion.end === statement.asOf;
  const title = say.excursion(
    dateTimeOf(from, zone, locale.value),
    lasting(to - from, say.units),
    excursion.seats,
  );
  const around = Math.max(600_000, (to - from) / 2);
  return (
    <li class={billed > 0 ? 'excursion is-billed' : 'excursion is-free'}>
      <p class="excursion-title">
        {title}
        {open && <span class="badge is-grace">{say.goesOn}</span>}
      </p>
      <p>
        <b>{billed > 0 ? say.whyBilled : say.whyFree}.</b> {sentences.join(' ')}
        {billed > 0 &&
          billed < statement.overageSeats &&
          ` ${say.why.figure(statement.overageSeats)}`}
      </p>
      <button
        type="button"
        onClick={() => {
          props.onShow({ from: from - around, to: to + around });
        }}
      >
        {say.show}
      </button>
    </li>
  );
};

/** The latest first. */
export const Excursions = (props: {
  readonly evidence: Evidence;
  readonly zone: string;
  readonly onShow: (span: Span) => void;
}): JSX.Element => {
  const say = words.value;
  const latest = [...props.evidence.statement.excursions].reverse();
  return (
    <section aria-labelledby="excursions">
      <h2 id="excursions">{say.excursions}</h2>
      {latest.length === 0 && <p class="empty">{say.noExcursions}</p>}
      <ul class="excursions">
        {latest.slice(0, MOST).map((excursion) => (
          <One key={excursion.start} excursion={excursion} {...props} />
        ))}
      </ul>
    </section>
  );
};
