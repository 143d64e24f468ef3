import type { Estimate } from '../forecast/estimate-run.js';
import { describeDuration } from './describe-duration.js';

/** Power draw and prices, to convert time into energy and money. */
export interface PriceOptions {
  watts?: number;
  /** Per kilowatt hour. */
  price?: number;
  costPerHour?: number;
}

export function describeEstimate(estimate: Estimate | undefined, options: PriceOptions): string[] {
  if (!estimate) return ['time: unknown, because the models were not measured on this machine; add --calibrate'];
  const { seconds, low, high, promptTokens, completionTokens } = estimate;
  const finish = new Date(Date.now() + seconds * 1000);
  const { energy_kwh: energy, cost } = pricesOf(estimate, options);
  return [
    `time: ${describeDuration(seconds)}, in 8 of 10 runs between ${describeDuration(low)} and ${describeDuration(high)}; if started now, finished at ${localTime(finish)}`,
    `tokens: ${round(promptTokens)} read, ${round(completionTokens)} generated, counted by the models' own tokenizers`,
    ...(energy === undefined ? [] : [`energy: ${energy.toPrecision(2)} kWh`]),
    ...(cost === undefined ? [] : [`cost: ${cost.toPrecision(2)}`]),
  ];
}

/** Energy and cost; undefined where the options needed for it were not given. */
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
