import { closest, distance } from 'fastest-levenshtein';

/** The known word that the user most likely meant; undefined if none is similar. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > longestWord) return undefined;
  const byForm = new Map(known.map((name) => [looseForm(name), name]));
  const form = looseForm(word);
  const nearest = closest(form, [...byForm.keys()]);
  const steps = distance(form, nearest);
  const isNear = steps <= Math.ceil(nearest.length / 3) && steps < nearest.length;
  return byForm.get(isNear ? nearest : (beginning(form, [...byForm.keys()]) ?? ''));
}

/** `max` for `maximum`: the shortest that begins so, if there is one. */
function beginning(form: string, known: readonly string[]): string | undefined {
  if (form.length < shortestAbbreviation) return undefined;
  const [first, second] = known.filter((name) => name.startsWith(form)).sort((one, other) => one.length - other.length);
  return first?.length === second?.length ? undefined : first;
}

const shortestAbbreviation = 3;

/** A longer text is not a misspelt word, and edit distances of long words are slow to compute. */
const longestWord = 100;

/** Ignores case, and hyphens against underscores. */
function looseForm(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}
