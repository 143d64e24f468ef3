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

function describeValue(value: TraitValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
