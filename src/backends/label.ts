import type { LabelMetric, LabelSpecification, LabelValue, OpenForm } from '../metrics/label.js';
import { parseForeignJson } from '../parse-foreign-json.js';

export type { LabelMetric, LabelSpecification, LabelValue, OpenForm };

/** The reply in the only spelling that grammars allow: `{"toxicity": 3, "tone": "calm"}`. */
export function writeLabel(label: LabelSpecification, valueOf: (metric: LabelMetric) => LabelValue): string {
  const entries = label.map((metric) => `${JSON.stringify(metric.name)}: ${JSON.stringify(valueOf(metric))}`);
  return `{${entries.join(', ')}}`;
}

/** The metrics whose values are all listed, which can be scored, and those that have to be written. */
export function splitLabel(label: LabelSpecification): { listed: LabelSpecification; open: LabelSpecification } {
  return { listed: label.filter(({ open }) => !open), open: label.filter(({ open }) => open) };
}

/** One object of two that are whole; undefined if one of them is not. */
export function joinLabels(one: string, other: string): string | undefined {
  if (!isWholeLabel(one) || !isWholeLabel(other)) return undefined;
  const parts = [one, other].map((text) => text.trim().slice(1, -1).trim()).filter((part) => part !== '');
  return `{${parts.join(', ')}}`;
}

/**
 * Bytes of the longest valid reply. A token is at least one byte, so no reply needs more tokens than this. For texts it is
 * a generous guess, with a byte for each character.
 */
export function longestLabel(label: LabelSpecification): number {
  const bytesOf = (value: LabelValue): number => new TextEncoder().encode(JSON.stringify(value)).length;
  const longest = ({ values, open }: LabelMetric): LabelValue => {
    const all = open ? [...values, longestOf(open)] : values;
    return all.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one), all[0] ?? null);
  };
  return new TextEncoder().encode(writeLabel(label, longest)).length;
}

function longestOf(open: OpenForm): LabelValue {
  return open.kind === 'number' ? '9'.repeat(mostDigits) : 'x'.repeat(open.maxLength);
}

/** Of a number, with its point and its sign. */
const mostDigits = 24;

/** Whether a reply under way is already a complete object, after which nothing may follow. */
export function isWholeLabel(text: string): boolean {
  if (!text.endsWith('}')) return false;
  try {
    return typeof parseForeignJson(text) === 'object';
  } catch {
    return false;
  }
}
