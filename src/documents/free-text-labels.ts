import type { AnnotationRecord, ColumnType } from './records.js';

/** What the instructions of an annotator in free text ask for, by name: `Toxicity=<number>`. */
export type AskedPairs = ReadonlyMap<string, 'number' | 'text'>;

/** A value in angle brackets or the like that is no number. */
const words = /^\s*[<[{(](?!.*(?:number|integer|score|digit|rating|\d))/i;

/** Names before an equals sign in an annotator's prompt; one between spaces, as in "low = 1", only before a bracket. */
export const askedPairs = rememberingLast((prompt: string): AskedPairs => {
  const found = prompt.matchAll(
    /(?<![\p{L}\p{N}_])(\p{L}[\p{L}\p{N}_]{0,39})(?:=|\s*=(?=\s*[<[{(]))(?!=)(?=([^\n=]{0,40}))/gu,
  );
  return new Map(Array.from(found, ([, name = '', after = '']) => [name, words.test(after) ? 'text' : 'number']));
});

/**
 * The value of a name on a line of an answer in free text: `Toxicity=3`. Undefined without one, with two different ones,
 * or if a number is asked for and something else is there.
 */
export function readPair(answer: string, name: string, type: 'number'): number | undefined;
export function readPair(answer: string, name: string, type: ColumnType): string | number | undefined;
export function readPair(answer: string, name: string, type: ColumnType): string | number | undefined {
  const value = pairsIn(answer).get(name);
  if (value === undefined || type === 'text') return value;
  return /^[-+]?\d+(\.\d+)?\.?$/.test(value) ? Number(value) : undefined;
}

/** The names of numbers that a prompt asks for in free text; none if its annotator was asked about metrics. */
export function askedNumbers({ prompt, metrics }: Pick<AnnotationRecord, 'prompt' | 'metrics'>): string[] {
  if (metrics.size > 0) return [];
  return [...askedPairs(prompt)].flatMap(([name, type]) => (type === 'number' ? [name] : []));
}

/** Undefined if an answer says a name with several values. */
type Pairs = ReadonlyMap<string, string | undefined>;

const pairsIn = rememberingLast((answer: string): Pairs => {
  const pairs = new Map<string, string | undefined>();
  if (!answer.includes('=')) return pairs;
  const found = answer.matchAll(/(?<![\p{L}\p{N}_])(\p{L}[\p{L}\p{N}_]*)[ \t]*=[ \t]*([^\n,;]+)/gu);
  for (const [, name = '', said = ''] of found) {
    const value = said.trim();
    pairs.set(name, pairs.has(name) && pairs.get(name) !== value ? undefined : value);
  }
  return pairs;
});

/** So many texts are remembered, of so many characters at most: longer ones hardly recur. */
const [most, longest] = [1000, 10_000];

/** Every column of a row asks for the same answer, and to search it takes longest; prompts and short answers recur. */
function rememberingLast<Found>(search: (text: string) => Found): (text: string) => Found {
  const known = new Map<string, Found>();
  let last: { text: string; found: Found } | undefined;
  return (text) => {
    if (last?.text === text) return last.found;
    const found = known.get(text) ?? search(text);
    if (known.size === most) known.clear();
    if (text.length <= longest) known.set(text, found);
    last = { text, found };
    return found;
  };
}
