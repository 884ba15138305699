import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { getTimeline } from '../api';
import { dateTimeOf, midnightBefore } from '../format';
import { now } from '../live/live';
import { useRead } from '../read';
import { locale, words } from '../words/language';
import { Chart } from './chart';
import { columnsOf, zoomed, type Columns, type Span } from './course';

const STEP_MS = 5000;
/** What they are called, their sign, and how long the span becomes. */
const ZOOMS = [
  ['zoomIn', '+', 0.5],
  ['zoomOut', '−', 2],
] as const;
const NOTHING: Columns = [[], [], [], [], []];

const Legend = (): JSX.Element => {
  const { legend } = words.value;
  return (
    <ul class="legend">
      {(['used', 'capacity', 'grace', 'billable'] as const).map((name) => (
        <li key={name} class={`legend-${name}`}>
          {legend[name]}
        </li>
      ))}
    </ul>
  );
};

/** What is under the pointer. */
const Readout = (props: {
  readonly columns: Columns;
  readonly index: number | null;
  readonly zone: string;
}): JSX.Element => {
  const { columns, index, zone } = props;
  const say = words.value;
  if (index === null) return <p class="readout quiet">{say.zoomHint}</p>;
  const [times, used, capacity, billable] = columns.map((column) => column[index] ?? 0);
  const over = Math.max(0, used! - capacity!);
  const more = over === 0 ? '' : ` · ${say.overBillable(over, billable! - capacity!)}`;
  const seats = `${say.seats(used!)} ${say.ofCapacity(String(capacity))}`;
  return (
    <p class="readout">
      {dateTimeOf(times! * 1000, zone, locale.value)} · {seats}
      {more}
    </p>
  );
};

export type View = 'today' | 'cycle' | Span;

/** The course of a pool. `bounds`: the cycle that is shown, up to now; none before its first fact. */
export const CourseSection = (props: {
  readonly account: string;
  readonly pool: string;
  readonly zone: string;
  readonly bounds: Span | undefined;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly version: string;
}): JSX.Element => {
  const { account, pool, zone, bounds, view, onView, version } = props;
  const say = words.value;
  const [index, setIndex] = useState<number | null>(null);
  const until = useComputed(() => Math.ceil(now.value / STEP_MS) * STEP_MS).value;
  const day = { from: midnightBefore(until, zone), to: until };
  const cycle = bounds ?? day;
  const span = view === 'today' ? day : view === 'cycle' ? cycle : view;
  const key = view === 'today' ? `from ${day.from}` : `${span.from}-${span.to}`;
  const { value, failure } = useRead(
    async () => ({ points: await getTimeline(account, pool, span.from, span.to), key }),
    key,
    version,
  );
  const end = Math.min(span.to, until);
  const columns = useMemo(
    () => (value === undefined ? NOTHING : columnsOf(value.points, end)),
    [value, end],
  );
  const time = (at: number): string => dateTimeOf(at, zone, locale.value);
  const most = Math.max(0, ...columns[1]);
  const label = say.chartSays(time(span.from), time(end), most, columns[2].at(-1) ?? 0);
  const whole = view === 'cycle' ? 'cycle' : 'today';
  const zoom = (factor: number): void => {
    onView(zoomed(span, factor, { from: Math.min(cycle.from, day.from), to: until }));
  };
  return (
    <section aria-labelledby="course">
      <div class="section-head">
        <h2 id="course">{say.course}</h2>
        <div class="buttons">
          {(['today', 'cycle'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={view === name}
              onClick={() => {
                onView(name);
              }}
            >
              {say[name]}
            </button>
          ))}
          {ZOOMS.map(([name, sign, factor]) => (
            <button
              key={name}
              type="button"
              aria-label={say[name]}
              onClick={() => {
                zoom(factor);
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      </div>
      {failure !== undefined && <p class="empty">{say.failed(failure)}</p>}
      <Chart
        columns={columns}
        span={span}
        zone={zone}
        locale={locale.value}
        label={label}
        onZoom={onView}
        onReset={() => {
          onView(whole);
        }}
        onPoint={setIndex}
      />
      <Legend />
      <Readout columns={columns} index={index} zone={zone} />
    </section>
  );
};
