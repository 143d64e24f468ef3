import type { Estimate } from '../forecast/estimate-run.js';
import { describeDuration } from './describe-duration.js';

/** What turns time into energy and money. */
export interface PriceOptions {
  watts?: number;
  /** Of a kilowatt hour. */
  price?: number;
  costPerHour?: number;
}

export function describeEstimate(estimate: Estimate | undefined, options: PriceOptions): string[] {
  if (!estimate) return ['time: not measured on this machine; add --calibrate'];
  const { seconds, low, high, promptTokens, completionTokens } = estimate;
  const finish = new Date(Date.now() + seconds * 1000);
  const { energy_kwh: energy, cost } = pricesOf(estimate, options);
  return [
    `time: ${describeDuration(seconds)}, in 8 of 10 runs ${describeDuration(low)} to ${describeDuration(high)}; finished ${localTime(finish)} if started now`,
    `tokens: ${round(promptTokens)} read, ${round(completionTokens)} written, by the models' own tokenizers`,
    ...(energy === undefined ? [] : [`energy: ${energy.toPrecision(2)} kWh`]),
    ...(cost === undefined ? [] : [`cost: ${cost.toPrecision(2)}`]),
  ];
}

/** Undefined where the command line says nothing of it. */
export function pricesOf(
  { seconds }: Pick<Estimate, 'seconds'>,
  { watts, price, costPerHour }: PriceOptions,
): { energy_kwh: number | undefined; cost: number | undefined } {
  const hours = seconds / 3600;
  const energy = watts === undefined ? undefined : (watts / 1000) * hours;
  const power = energy === undefined || price === undefined ? undefined : energy * price;
  const machine = costPerHour === undefined ? undefined : costPerHour * hours;
  const cost = power === undefined && machine === undefined ? undefined : (power ?? 0) + (machine ?? 0);
  return { energy_kwh: energy, cost };
}

function round(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function localTime(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
