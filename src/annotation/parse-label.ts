import type { LabelSpecification, LabelValue } from '../backends/label.js';

/**
 * The legal answers in a reply, by metric; null is "cannot judge". A metric whose answer is illegal or not there is left
 * out: it is invalid. Text around the object is passed over; two objects, or a broken one, answer nothing.
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
