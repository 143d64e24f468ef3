import type { Persona } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';
import { nameOf } from './name-of.js';

const fewestTraits = 3;

/** Two personas that differ only in their name, or in their name and one trait. */
export const samePersona: LintRule = ({ personas }) => {
  const whole = new Map<string, Persona>();
  const without = new Map<string, Persona>();
  return personas.flatMap((persona): Finding[] => {
    const traits = Object.entries(persona.traits).filter(([trait]) => trait !== 'username');
    if (traits.length < fewestTraits) return [];
    const all = JSON.stringify(traits);
    const parts = traits.map(([left]) => JSON.stringify([left, traits.filter(([trait]) => trait !== left)]));
    const twin = whole.get(all);
    const sibling = twin ? undefined : parts.map((part) => without.get(part)).find(Boolean);
    if (!twin) whole.set(all, persona);
    for (const part of parts) if (!without.has(part)) without.set(part, persona);
    if (twin) return [found('duplicate-persona', persona, `${both(persona, twin)} ${sameAs(persona, twin)}.`)];
    if (!sibling || traits.length === fewestTraits) return [];
    return [found('near-duplicate-persona', persona, `${both(persona, sibling)} differ in only one trait.`)];
  });
};

function both(persona: Persona, other: Persona): string {
  return `${nameOf(persona)} and ${nameOf(other)}`;
}

function sameAs({ name }: Persona, other: Persona): string {
  return name === other.name ? 'are the same persona' : 'differ only in their name';
}

function found(rule: string, persona: Persona, what: string): Finding {
  return { rule, what, todo: 'Check that both are intended.', about: { persona, trait: 'username' } };
}
