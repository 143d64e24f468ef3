import type { VNode } from 'preact';
import { withUnit } from '../format-number.js';
import type { Axis } from './axis.js';

interface TurnSeries {
  /** Needed where there are several. */
  name?: string;
  look: SeriesLook;
  /** The line has a gap where there is no mean. */
  points: readonly { turn: number; mean: number | null }[];
}

export type SeriesLook = 'line' | 'dashed' | 'crosses';

interface TurnPlotProps {
  /** Of the panel, for those who do not see it. */
  title: string;
  /** The first and the last turn of all panels. */
  ends: readonly [first: number, last: number];
  /** The last one is drawn on top. */
  series: readonly TurnSeries[];
  /** Shared by all panels of a figure. */
  axis: Axis;
  unit: string | undefined;
  words?: TurnWords;
}

/** What a turn is called, on the axis and after a value, and how it is said that there is nothing. */
export interface TurnWords {
  tick: (turn: number, isFirst: boolean) => string;
  at: (turn: number) => string;
  none: string;
}

const ofLabels: TurnWords = {
  tick: (turn, isFirst) => (isFirst ? `turn ${turn}` : String(turn)),
  at: (turn) => `at turn ${turn}`,
  none: 'no labels',
};

const frame = { left: 40, right: 226, top: 8, bottom: 96 };

/** Lines over the turns. The table below the panels has the same numbers. */
export function TurnPlot({ title, ends, series, axis, unit, words = ofLabels }: TurnPlotProps): VNode {
  const [first, last] = ends;
  const [low = 0, high = 1] = [axis.ticks[0], axis.ticks.at(-1)];
  const place: Place = {
    x: (turn) => frame.left + ((frame.right - frame.left) * (turn - first)) / (last - first || 1),
    y: (value) => frame.bottom - ((frame.bottom - frame.top) * (value - low)) / (high - low || 1),
  };
  const said = series.map((one) => `${one.name === undefined ? '' : `${one.name}: `}${inWords(one, unit, words)}`);
  return (
    <svg class="turn-plot" viewBox="0 0 240 116" role="img" aria-label={`${title}: ${said.join('; ') || words.none}`}>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line class="tick" x1={frame.left} x2={frame.right} y1={place.y(tick)} y2={place.y(tick)} />
          <text x={frame.left - 8} y={place.y(tick) + 4} text-anchor="end">
            {showTick(tick, axis.step, unit)}
          </text>
        </g>
      ))}
      {[...new Set(ends)].map((turn) => (
        <text key={turn} x={place.x(turn)} y={frame.bottom + 15} text-anchor={turn === first ? 'start' : 'end'}>
          {words.tick(turn, turn === first)}
        </text>
      ))}
      {series.map((one) => (
        <Series key={one.look} series={one} place={place} />
      ))}
    </svg>
  );
}

interface Place {
  x: (turn: number) => number;
  y: (value: number) => number;
}

function Series({ series: { look, points }, place: { x, y } }: { series: TurnSeries; place: Place }): VNode {
  const known = knownOf(points);
  const size = known.length > 40 ? 1.2 : 2.4;
  return (
    <g class={`series ${look}`}>
      {look !== 'crosses' && (
        <path
          class="line"
          d={points
            .map(({ turn, mean }, index) => {
              if (mean === null) return '';
              const joins = (points[index - 1]?.mean ?? null) !== null;
              return `${joins ? 'L' : 'M'}${x(turn).toFixed(1)} ${y(mean).toFixed(1)}`;
            })
            .join('')}
        />
      )}
      {known.map(({ turn, mean }) => (
        <SeriesMark key={turn} look={look} x={x(turn)} y={y(mean)} size={size} />
      ))}
    </g>
  );
}

/** Looks differ in shape, not only in colour, and in size, so that all can be seen where they coincide. */
export function SeriesMark({ look, x, y, size }: { look: SeriesLook; x: number; y: number; size: number }): VNode {
  if (look === 'line') return <circle cx={x} cy={y} r={size} />;
  if (look === 'dashed') return <circle cx={x} cy={y} r={1.6 * size} />;
  const arm = 1.5 * size;
  return <path class="cross" d={`M${x - arm} ${y - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`} />;
}

function showTick(tick: number, step: number, unit: string | undefined): string {
  const factor = unit === undefined ? 1 : 100;
  const places = Math.max(0, -Math.floor(Math.log10(step * factor) + 1e-9));
  return (tick * factor).toFixed(places).replace('-', '−') + (unit ?? '');
}

function knownOf(points: TurnSeries['points']): { turn: number; mean: number }[] {
  return points.flatMap(({ turn, mean }) => (mean === null ? [] : [{ turn, mean }]));
}

function inWords({ points }: TurnSeries, unit: string | undefined, words: TurnWords): string {
  const known = knownOf(points);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return words.none;
  const means = known.map(({ mean }) => mean);
  const at = ({ turn, mean }: { turn: number; mean: number }): string => `${withUnit(mean, unit)} ${words.at(turn)}`;
  if (known.length === 1) return at(first);
  return `${at(first)}, ${at(last)}, between ${withUnit(Math.min(...means), unit)} and ${withUnit(Math.max(...means), unit)}`;
}
