import type { LabelSpecification, LabelValue } from './label.js';
import { legalAnswer } from './legal-answer.js';
import { parseForeignJson } from '../parse-foreign-json.js';

/**
 * The valid labels in a reply, by metric; null means "cannot judge". A metric with an invalid or missing value, or with
 * two, is left out. Other keys, and text around the JSON object, are ignored; two objects, or malformed JSON, yield no
 * labels.
 */
export function parseLabel(reply: string, label: LabelSpecification): Record<string, LabelValue> {
  const text = reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1);
  const answers = readObject(text);
  const keys = keysIn(text);
  return Object.fromEntries(
    label.flatMap((metric): [string, LabelValue][] => {
      const { name } = metric;
      const isSingle = Object.hasOwn(answers, name) && keys.filter((key) => key === name).length === 1;
      const answer: unknown = isSingle ? Reflect.get(answers, name) : undefined;
      const legal = legalAnswer(metric, answer);
      return legal === undefined ? [] : [[name, legal]];
    }),
  );
}

/** All keys, however they are escaped. */
function keysIn(text: string): unknown[] {
  return Array.from(text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/gs), ([, key = '', colon]) =>
    colon ? decoded(key) : null,
  );
}

function decoded(key: string): unknown {
  try {
    return JSON.parse(key);
  } catch {
    return null;
  }
}

function readObject(text: string): object {
  try {
    const value = parseForeignJson(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
