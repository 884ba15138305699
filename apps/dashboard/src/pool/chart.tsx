import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { dayOf, minuteOf, timeOf } from '../format';
import type { Columns, Span } from './course';

const HEIGHT = 300;
const DAY_S = 86_400;

export interface ChartProps {
  readonly columns: Columns;
  readonly span: Span;
  readonly zone: string;
  readonly locale: string;
  /** What the chart shows, for whoever does not see it. */
  readonly label: string;
  readonly onZoom: (span: Span) => void;
  readonly onReset: () => void;
  /** Words about the step under the pointer; null when it left. */
  readonly onPoint: (index: number | null) => void;
}

/** The style sheet has the colours, light and dark; a canvas must be told. */
const coloursOf = (element: Element): ((name: string) => string) => {
  const probe = document.createElement('span');
  element.append(probe);
  return (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
};

const stepped = uPlot.paths.stepped!({ align: 1 });

const optionsOf = (
  element: HTMLElement,
  props: { readonly current: ChartProps },
): uPlot.Options => {
  const { zone, locale } = props.current;
  const colour = coloursOf(element);
  const axis = {
    stroke: colour('quiet'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
    grid: { stroke: colour('line'), width: 1 },
  };
  const line = { paths: stepped, points: { show: false } };
  const none = { ...line, stroke: 'transparent', width: 0 };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    scales: {
      x: {
        time: true,
        range: () => [props.current.span.from / 1000, props.current.span.to / 1000],
      },
      y: { range: (_, __, most) => [0, Math.max(2, Math.ceil((most || 1) * 1.15))] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        values: (_, ticks, __, ___, step) =>
          ticks.map((at) =>
            step >= DAY_S
              ? dayOf(at * 1000, zone, locale)
              : (step < 60 ? timeOf : minuteOf)(at * 1000, zone, locale),
          ),
      },
      { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
    ],
    series: [
      {},
      { ...line, stroke: colour('used'), width: 1.5, fill: colour('used-soft') },
      { ...line, stroke: colour('ink'), width: 1.5, dash: [6, 4] },
      none,
      none,
    ],
    bands: [
      { series: [4, 3], fill: colour('grace-fill') },
      { series: [3, 2], fill: colour('overage-fill') },
    ],
    hooks: {
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          if (width < 4) return;
          const at = (x: number): number => Math.round(chart.posToVal(x, 'x') * 1000);
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          props.current.onZoom({ from: at(left), to: at(left + width) });
        },
      ],
      setCursor: [
        (chart) => {
          const { left = -1 } = chart.cursor;
          if (left < 0) {
            props.current.onPoint(null);
            return;
          }
          const at = chart.posToVal(left, 'x');
          const next = chart.data[0].findIndex((time) => time > at);
          const index = (next === -1 ? chart.data[0].length : next) - 1;
          props.current.onPoint(index < 0 ? null : index);
        },
      ],
    },
  };
};

/** The course of a pool as steps. It is drawn anew for another language, colour scheme or width; data is only set. */
export const Chart = (props: ChartProps): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const chart = useRef<uPlot | null>(null);
  latest.current = props;
  const { columns, span, zone, locale, label } = props;
  useEffect(() => {
    const element = place.current!;
    const draw = (): void => {
      chart.current?.destroy();
      element.replaceChildren();
      const options = optionsOf(element, latest);
      chart.current = new uPlot(options, latest.current.columns, element);
      chart.current.over.addEventListener('dblclick', () => {
        latest.current.onReset();
      });
    };
    draw();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    const sized = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (chart.current?.width !== width) chart.current?.setSize({ width, height: HEIGHT });
    });
    sized.observe(element);
    return () => {
      scheme.removeEventListener('change', draw);
      sized.disconnect();
      chart.current?.destroy();
    };
  }, [zone, locale]);
  useEffect(() => {
    chart.current?.setData(columns);
  }, [columns, span.from, span.to]);
  return <div class="chart" role="img" aria-label={label} ref={place} />;
};
