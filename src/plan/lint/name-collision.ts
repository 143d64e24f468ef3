import type { DiscussionInputs, Persona } from '../../inputs/input-types.js';
import { moderatorName } from '../../moderator-name.js';
import type { Finding, LintRule } from './finding.js';

/** Words that comments use, which could be confused with a name in `User … posted:` or @…. */
const words = new Set(
  'user users moderator mod admin system assistant everyone anyone someone nobody human bot you me us them all here there yes no the and but not this that what who why how none null undefined anonymous'.split(
    ' ',
  ),
);

/**
 * A username that is the moderator's name, a common word, or another persona's name in a different case; of participants
 * with pseudonyms, a pseudonym that is a common word.
 */
export const nameCollision: LintRule = ({ personas, inputs }) => {
  const withPseudonyms = [...(inputs.byCondition?.values() ?? [inputs])].filter(({ pseudonyms }) => pseudonyms);
  const unseen = new Set(withPseudonyms.flatMap((one) => one.personas));
  return [...usernames(personas.filter((persona) => !unseen.has(persona))), ...pseudonyms(withPseudonyms)];
};

function usernames(personas: readonly Persona[]): Finding[] {
  const known = new Map<string, Persona>();
  return personas.flatMap((persona): Finding[] => {
    const name = persona.name.toLowerCase();
    const twin = known.get(name);
    if (!twin) known.set(name, persona);
    if (name === moderatorName) return [found(persona, 'name-moderator', 'is the name of the moderator')];
    if (words.has(name)) return [found(persona, 'name-word', 'is a common word in comments')];
    if (twin && twin.name !== persona.name)
      return [found(persona, 'name-case', `differs from ${twin.name} only in case`)];
    return [];
  });
}

function pseudonyms(inputs: readonly DiscussionInputs[]): Finding[] {
  const names = new Set(inputs.flatMap((one) => one.pseudonyms ?? []));
  return [...names]
    .filter((name) => words.has(name.toLowerCase()) && name.toLowerCase() !== moderatorName)
    .map((name) => ({
      rule: 'name-word',
      what: `The pseudonym ${JSON.stringify(name)} is a common word in comments.`,
      todo: 'Remove it from the list.',
      about: { key: 'discussions.files.usernames_path' },
    }));
}

function found(persona: Persona, rule: string, fault: string): Finding {
  const what = `The username ${JSON.stringify(persona.name)} ${fault}.`;
  return { rule, what, todo: 'Choose another username.', about: { persona, trait: 'username' } };
}
