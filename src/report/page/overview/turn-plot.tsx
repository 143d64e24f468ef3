import type { VNode } from 'preact';
import { withUnit } from '../format-number.js';
import type { Axis } from './axis.js';

interface TurnPlotProps {
  /** Of the panel, for those who do not see it. */
  title: string;
  turns: readonly number[];
  means: readonly (number | null)[];
  /** Shared by all panels of a metric. */
  axis: Axis;
  unit: string | undefined;
}

const frame = { left: 34, right: 226, top: 8, bottom: 96 };

/** One line over the turns; a gap where no comment has a label. The table below the panels has the same numbers. */
export function TurnPlot({ title, turns, means, axis, unit }: TurnPlotProps): VNode {
  const [first = 0, last = first] = [turns[0], turns.at(-1)];
  const [low = 0, high = 1] = [axis.ticks[0], axis.ticks.at(-1)];
  const x = (turn: number): number => frame.left + ((frame.right - frame.left) * (turn - first)) / (last - first || 1);
  const y = (value: number): number => frame.bottom - ((frame.bottom - frame.top) * (value - low)) / (high - low || 1);
  const points = turns.map((turn, index) => ({ turn, mean: means[index] ?? null }));
  const known = points.flatMap(({ turn, mean }) => (mean === null ? [] : [{ turn, mean }]));
  return (
    <svg class="turn-plot" viewBox="0 0 240 116" role="img" aria-label={`${title}: ${inWords(known, unit)}`}>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line class="tick" x1={frame.left} x2={frame.right} y1={y(tick)} y2={y(tick)} />
          <text x={frame.left - 5} y={y(tick) + 4} text-anchor="end">
            {showTick(tick, axis.step, unit)}
          </text>
        </g>
      ))}
      {[...new Set([first, last])].map((turn) => (
        <text key={turn} x={x(turn)} y={frame.bottom + 15} text-anchor={turn === first ? 'start' : 'end'}>
          {turn === first ? `turn ${turn}` : turn}
        </text>
      ))}
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
      {known.map(({ turn, mean }) => (
        <circle key={turn} cx={x(turn)} cy={y(mean)} r={known.length > 40 ? 1.2 : 2.4} />
      ))}
    </svg>
  );
}

function showTick(tick: number, step: number, unit: string | undefined): string {
  const factor = unit === undefined ? 1 : 100;
  const places = Math.max(0, -Math.floor(Math.log10(step * factor) + 1e-9));
  return (tick * factor).toFixed(places).replace('-', '−') + (unit ?? '');
}

function inWords(known: readonly { turn: number; mean: number }[], unit: string | undefined): string {
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return 'no labels';
  const means = known.map(({ mean }) => mean);
  const at = ({ turn, mean }: { turn: number; mean: number }): string => `${withUnit(mean, unit)} at turn ${turn}`;
  return `${at(first)}, ${at(last)}, between ${withUnit(Math.min(...means), unit)} and ${withUnit(Math.max(...means), unit)}`;
}
