/** The value of a metric: a level, a category, or null for "cannot judge". */
export type LabelValue = number | string | null;

/** One metric that an annotator is asked for, with all valid values. */
export interface LabelMetric {
  name: string;
  values: readonly LabelValue[];
}

/** The form of a reply: one JSON object with these keys in this order, each with one of its values. */
export type LabelSpecification = readonly LabelMetric[];

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
