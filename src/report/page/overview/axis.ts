import type { FigureRow } from '../../figure-data.js';

export interface Axis {
  /** Round values from end to end. */
  ticks: readonly number[];
  /** The distance between two ticks. */
  step: number;
  /** Where a value is, as a CSS percentage of the width. */
  place(value: number): string;
}

/** About as many ticks as their labels leave room for. */
const wantedTicks = 4;

/** An axis over all estimates and intervals. It always has zero, so that distances are not exaggerated. */
export function axisOf(rows: readonly FigureRow[]): Axis {
  const values = rows.flatMap(({ estimate, low, high }) => [estimate, low, high]);
  return axisOver([0, ...values.filter((value) => typeof value === 'number')]);
}

/** An axis over values of which there is at least one. */
export function axisOver(all: readonly number[]): Axis {
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const step = roundStep((most - least || 1) / wantedTicks);
  const from = Math.floor(least / step);
  const to = Math.max(Math.ceil(most / step), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
  return { ticks, step, place: (value) => `${((100 * (value / step - from)) / (to - from)).toFixed(3)}%` };
}

/** The smallest of 1, 2, 5, 10 … that is at least as large. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((step) => step * power >= least * (1 - 1e-9)) ?? 10) * power;
}
