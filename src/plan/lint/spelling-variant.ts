import { distance } from 'fastest-levenshtein';
import type { Finding, LintRule } from './finding.js';
import type { Persona } from '../../inputs/input-types.js';

/** Traits that naturally differ between personas, or are free text. */
const free = new Set(['username', 'special_instructions', 'personality_characteristics', 'age']);
const longestLevel = 40;
const mostLevels = 200;

/** `Bachelors` and `Bachelor's`: two levels in the data set where one was intended. */
export const spellingVariant: LintRule = ({ personas }) => {
  const levels = new Map<string, Map<string, Persona>>();
  for (const persona of personas) {
    for (const [trait, value] of Object.entries(persona.traits)) {
      if (free.has(trait) || typeof value !== 'string' || value.length > longestLevel) continue;
      const known = levels.get(trait) ?? new Map<string, Persona>();
      if (!known.has(value)) known.set(value, persona);
      levels.set(trait, known);
    }
  }
  return [...levels].flatMap(([trait, known]) => (known.size > mostLevels ? [] : variantsOf(trait, [...known])));
};

function variantsOf(trait: string, known: readonly (readonly [string, Persona])[]): Finding[] {
  return known.flatMap(([value, persona], index) => {
    const twin = known.slice(0, index).find(([other]) => isVariant(value, other))?.[0];
    if (twin === undefined) return [];
    const what = `${trait} is ${JSON.stringify(value)} here and ${JSON.stringify(twin)} elsewhere.`;
    const todo = 'Use one spelling: the data set counts them as two levels.';
    return [{ rule: 'spelling-variant', what, todo, about: { persona, trait } }];
  });
}

function isVariant(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a === b || (Math.min(a.length, b.length) >= 7 && distance(a, b) <= 1);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
