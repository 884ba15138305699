import type { JSX } from 'preact';
import type { Words } from '../words/en';
import { numberOf } from '../format';
import { locale, words } from '../words/language';
import type { Phase, Update } from './order';

export const Badge = ({ phase }: { readonly phase: Phase }): JSX.Element => (
  <span class={`badge is-${phase}`}>{words.value.phases[phase]}</span>
);

/** Where it stands, in words. */
export const standingText = ({ standing }: Update, say: Words): string => {
  switch (standing.phase) {
    case 'within':
      return standing.seatsFree === 0 ? say.full : say.free(standing.seatsFree);
    case 'grace':
      return say.over(standing.seatsOver);
    case 'overage':
      return say.overBillable(standing.seatsOver, standing.seatsBillable);
  }
};

/** Seats used of capacity, as numbers and as a bar whose mark is the capacity. */
export const Seats = ({ update }: { readonly update: Update }): JSX.Element => {
  const { seatsUsed, capacity, standing } = update;
  const whole = Math.max(seatsUsed, capacity, 1);
  const share = (seats: number): string => `${(100 * seats) / whole}%`;
  const billable = standing.phase === 'overage' ? standing.seatsBillable : 0;
  const over = standing.phase === 'within' ? 0 : standing.seatsOver;
  return (
    <span class="seats">
      <span class="seats-text">
        <b>{numberOf(seatsUsed, locale.value)}</b>{' '}
        <span class="quiet">{words.value.ofCapacity(numberOf(capacity, locale.value))}</span>
      </span>
      <span class="bar" aria-hidden="true">
        <span class="bar-used" style={{ width: share(seatsUsed - over) }} />
        <span class="bar-billable" style={{ width: share(billable) }} />
        <span class="bar-grace" style={{ width: share(over - billable) }} />
      </span>
    </span>
  );
};
