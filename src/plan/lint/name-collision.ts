import type { Persona } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';

/** Words that comments use, so that `User … posted:` or @… could not be told from them. */
const words = new Set(
  'user users moderator mod admin system assistant everyone anyone someone nobody human bot you me us them all here there yes no the and but not this that what who why how none null undefined anonymous'.split(
    ' ',
  ),
);

/** A name that is the moderator's, a word, or another persona's but for upper and lower case. */
export const nameCollision: LintRule = ({ personas }) => {
  const known = new Map<string, Persona>();
  return personas.flatMap((persona): Finding[] => {
    const name = persona.name.toLowerCase();
    const twin = known.get(name);
    if (!twin) known.set(name, persona);
    if (name === 'moderator') return [found(persona, 'name-moderator', 'is the name of the moderator')];
    if (words.has(name)) return [found(persona, 'name-word', 'is a word that comments use')];
    if (twin && twin.name !== persona.name)
      return [found(persona, 'name-case', `differs from ${twin.name} in case only`)];
    return [];
  });
};

function found(persona: Persona, rule: string, fault: string): Finding {
  const what = `The username ${JSON.stringify(persona.name)} ${fault}.`;
  return { rule, what, todo: 'Choose another one.', about: { persona, trait: 'username' } };
}
