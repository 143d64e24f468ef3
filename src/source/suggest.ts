import { closest, distance } from 'fastest-levenshtein';

/** The known word that a user most likely meant; undefined when none is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > longestWord) return undefined;
  const byForm = new Map(known.map((name) => [looseForm(name), name]));
  const form = looseForm(word);
  const nearest = closest(form, [...byForm.keys()]);
  const steps = distance(form, nearest);
  const isNear = steps <= Math.ceil(nearest.length / 3) && steps < nearest.length;
  return byForm.get(isNear ? nearest : (onlyBeginning(form, [...byForm.keys()]) ?? ''));
}

/** `max` for `maximum`. */
function onlyBeginning(form: string, known: readonly string[]): string | undefined {
  const [first, ...others] = form.length < shortestAbbreviation ? [] : known.filter((name) => name.startsWith(form));
  return others.length === 0 ? first : undefined;
}

const shortestAbbreviation = 3;

/** Nobody mistypes a word into a page of text, and the distance of long words is slow to compute. */
const longestWord = 100;

/** Case and the kind of dash are not what a user got wrong. */
function looseForm(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}
