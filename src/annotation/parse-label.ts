import type { LabelSpecification, LabelValue } from '../backends/label.js';

/**
 * The valid labels in a reply, by metric; null means "cannot judge". A metric with an invalid or missing value, or with
 * two, is left out. Other keys, and text around the JSON object, are ignored; two objects, or malformed JSON, yield no
 * labels.
 */
export function parseLabel(reply: string, label: LabelSpecification): Record<string, LabelValue> {
  const answers = readObject(reply);
  return Object.fromEntries(
    label.flatMap(({ name, values }): [string, LabelValue][] => {
      const isSingle = Object.hasOwn(answers, name) && countKey(reply, name) === 1;
      const answer: unknown = isSingle ? Reflect.get(answers, name) : undefined;
      const legal = values.find((value) => value === answer);
      return legal === undefined ? [] : [[name, legal]];
    }),
  );
}

function countKey(reply: string, name: string): number {
  return reply.split(JSON.stringify(name)).filter((rest, part) => part > 0 && /^\s*:/.test(rest)).length;
}

function readObject(reply: string): object {
  try {
    const value: unknown = JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
