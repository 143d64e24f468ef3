import type { Persona, TraitValue } from '../inputs/input-types.js';

/** The system text of an actor: identity, traits and instructions. */
export function systemText(context: string, name: string, traits: string, instructions: string): string {
  return `${context} Your name is ${name}. Your traits: ${traits} Your instructions: ${instructions}`;
}

/** `username: anna, age: 41, personality_characteristics: calm, dry`: the persona's traits in the order of its file. */
export function describeTraits(persona: Persona): string {
  return Object.entries(persona.traits)
    .map(([trait, value]) => `${trait}: ${describeValue(value)}`)
    .join(', ');
}

function describeValue(value: TraitValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
