import type { Finding, LintRule } from './finding.js';
import { nameOf } from './name-of.js';
import type { TraitValue } from '../../inputs/input-types.js';

const ofAge = 18;

/** A persona under 18: ethics boards ask about minors, and they are rarely intended. */
export const minor: LintRule = ({ personas }) =>
  personas.flatMap((persona): Finding[] => {
    const age = persona.traits['age'];
    if (age === undefined || !isMinor(age)) return [];
    const what = `${nameOf(persona)} is a minor: age is ${JSON.stringify(age)}.`;
    return [{ rule: 'minor', what, todo: 'Check that this is intended.', about: { persona, trait: 'age' } }];
  });

function isMinor(age: TraitValue): boolean {
  if (typeof age === 'number') return age < ofAge;
  if (typeof age !== 'string') return false;
  if (/\bunder\s*-?\s*(1[0-8]|[1-9])\b|<\s*18\b|\bminor\b|\bchild\b/i.test(age)) return true;
  const first = /\d+/.exec(age)?.[0];
  return first !== undefined && Number(first) < ofAge && !/over|\+/i.test(age);
}
