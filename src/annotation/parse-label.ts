import type { LabelSpecification, LabelValue } from '../backends/label.js';

/**
 * The valid labels in a reply, by metric; null means "cannot judge". A metric with an invalid or missing value is left
 * out. Text around the JSON object is ignored; two objects, or malformed JSON, yield no labels.
 */
export function parseLabel(reply: string, label: LabelSpecification): Record<string, LabelValue> {
  const answers = readObject(reply);
  return Object.fromEntries(
    label.flatMap(({ name, values }): [string, LabelValue][] => {
      const answer: unknown = Object.hasOwn(answers, name) ? Reflect.get(answers, name) : undefined;
      const legal = values.find((value) => value === answer);
      return legal === undefined ? [] : [[name, legal]];
    }),
  );
}

function readObject(reply: string): object {
  try {
    const value: unknown = JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
