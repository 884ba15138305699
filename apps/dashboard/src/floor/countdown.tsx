import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { countdown } from '../format';
import { now } from '../live/live';
import { words } from '../words/language';

/** Runs by the service's clock. Only its text changes, once a second. */
export const Countdown = ({ until }: { readonly until: number }): JSX.Element => {
  const left = useComputed(() =>
    until > now.value ? countdown(until - now.value) : words.value.due,
  );
  return (
    <span role="timer" class="countdown">
      {left}
    </span>
  );
};
