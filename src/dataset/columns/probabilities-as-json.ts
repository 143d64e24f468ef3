import type { ScoreRecord } from '../../documents/records.js';

/** By hand: an object would put values that look like numbers first. */
export function probabilitiesAsJson(probabilities: ScoreRecord['probabilities'] | undefined): string | null {
  if (!probabilities) return null;
  const entries = probabilities.map(
    ([value, probability]) => `${JSON.stringify(value)}:${JSON.stringify(probability)}`,
  );
  return `{${entries.join(',')}}`;
}
