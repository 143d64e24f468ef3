import { knownTraits } from '../known-traits.js';
import type { Persona, TraitValue } from '../inputs/input-types.js';

/** The system text of an actor: identity, traits and instructions. An annotator may have no name. */
export function systemText(context: string, name: string, traits: string, instructions: string): string {
  const identity = name === '' ? context : `${context} Your name is ${name}.`;
  return `${identity} Your traits: ${traits} Your instructions: ${instructions}`;
}

/**
 * `username: anna, age: 41, personality_characteristics: calm, dry`: the persona's traits in the order of its file. The
 * username is the name that is given here, and left out if there is none.
 */
export function describeTraits({ name, traits }: Persona): string {
  return Object.entries(traits)
    .map(([trait, value]): [string, TraitValue] => [trait, trait === 'username' ? name : value])
    .filter(([trait]) => trait !== 'username' || name !== '')
    .map(([trait, value]) => `${trait}: ${describeValue(value)}`)
    .join(', ');
}

/**
 * Traits in the order of the Python original, others after them, without those that say nothing; as they are if no order
 * is given. The username is left for the name that the actor goes by.
 */
export function inOrder(traits: Persona['traits'], order: 'original' | undefined): Persona['traits'] {
  if (order === undefined) return traits;
  const names = new Set([...knownTraits, ...Object.keys(traits)]);
  const sorted = [...names].flatMap((name): [string, TraitValue][] => {
    const value = Object.hasOwn(traits, name) ? traits[name] : undefined;
    return value !== undefined && (name === 'username' || saysSomething(value)) ? [[name, value]] : [];
  });
  return Object.fromEntries(sorted);
}

/** Not null, nor an empty text or list. */
export function saysSomething(value: TraitValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function describeValue(value: TraitValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
