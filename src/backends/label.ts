import type { LabelMetric, LabelSpecification, LabelValue, OpenForm } from '../metrics/label.js';

export type { LabelMetric, LabelSpecification, LabelValue, OpenForm };

/** The reply in the only spelling that grammars allow: `{"toxicity": 3, "tone": "calm"}`. */
export function writeLabel(label: LabelSpecification, valueOf: (metric: LabelMetric) => LabelValue): string {
  const entries = label.map((metric) => `${JSON.stringify(metric.name)}: ${JSON.stringify(valueOf(metric))}`);
  return `{${entries.join(', ')}}`;
}

/** Bytes of the longest valid reply. A token is at least one byte, so no reply needs more tokens than this. */
export function longestLabel(label: LabelSpecification): number {
  const bytesOf = (value: LabelValue): number => new TextEncoder().encode(JSON.stringify(value)).length;
  const longest = ({ values }: LabelMetric): LabelValue =>
    values.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one), values[0] ?? null);
  return new TextEncoder().encode(writeLabel(label, longest)).length;
}

/** Whether a reply under way is already a complete object, after which nothing may follow. */
export function isWholeLabel(text: string): boolean {
  if (!text.endsWith('}')) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
