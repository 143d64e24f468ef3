/** What may stand for a metric: a level, a category, or null for "cannot judge". */
export type LabelValue = number | string | null;

/** One question of an annotator, with every legal answer. */
export interface LabelMetric {
  name: string;
  values: readonly LabelValue[];
}

/** A reply is one JSON object: these keys in this order, each with one of its values. */
export type LabelSpecification = readonly LabelMetric[];

/** The reply in the one spelling that grammars allow: `{"toxicity": 3, "tone": "calm"}`. */
export function writeLabel(label: LabelSpecification, valueOf: (metric: LabelMetric) => LabelValue): string {
  const entries = label.map((metric) => `${JSON.stringify(metric.name)}: ${JSON.stringify(valueOf(metric))}`);
  return `{${entries.join(', ')}}`;
}

/** Bytes of the longest legal reply. A token is at least a byte, so no engine needs more tokens for it. */
export function longestLabel(label: LabelSpecification): number {
  const bytesOf = (value: LabelValue): number => new TextEncoder().encode(JSON.stringify(value)).length;
  const longest = ({ values }: LabelMetric): LabelValue =>
    values.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one), values[0] ?? null);
  return new TextEncoder().encode(writeLabel(label, longest)).length;
}

/** Whether a growing reply is a whole object: nothing may come after it. */
export function isWholeLabel(text: string): boolean {
  if (!text.endsWith('}')) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
