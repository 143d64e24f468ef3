import type { Persona } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';

const fewestTraits = 3;

/** Two personas that differ in nothing but the name, or in one trait besides. */
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
    if (twin) return [found('duplicate-persona', persona, `${persona.name} is ${twin.name} under another name.`)];
    if (!sibling || traits.length === fewestTraits) return [];
    return [
      found('near-duplicate-persona', persona, `${persona.name} differs from ${sibling.name} in one trait only.`),
    ];
  });
};

function found(rule: string, persona: Persona, what: string): Finding {
  return { rule, what, todo: 'Check that both are meant.', about: { persona, trait: 'username' } };
}
