import { nameKey } from './name-key.js';

/** The name under which a moderator posts that has none of its own. */
export const moderatorName = 'moderator';

/** Those whose names count. */
interface Named {
  moderatorPersona?: { readonly name: string };
  personas: readonly { readonly name: string }[];
  pseudonyms?: readonly string[];
  topics: readonly { readonly authors?: readonly (string | undefined)[] }[];
}

/**
 * What the moderator is called: its persona's username, unless somebody else may have the same. That is the same in all
 * discussions, whoever takes part. Pseudonyms do not count, because nobody gets the moderator's.
 */
export function nameModerator({ moderatorPersona, personas, pseudonyms, topics }: Named): string {
  const name = moderatorPersona?.name ?? '';
  if (name === '') return moderatorName;
  const authors = topics.flatMap((topic) => topic.authors ?? []).flatMap((author) => author ?? []);
  const others = [...authors, ...(pseudonyms ? [] : personas.map((persona) => persona.name))];
  return others.some((other) => nameKey(other) === nameKey(name)) ? moderatorName : name;
}
