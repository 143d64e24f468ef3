import { moderatorName } from '../moderator-name.js';
import { nameKey } from '../name-key.js';
import type { DiscussionInputs } from './input-types.js';

/**
 * What the moderator is called: its persona's username, unless somebody else may have the same. That is the same in all
 * discussions, whoever takes part. Pseudonyms do not count, because nobody gets the moderator's.
 */
export function nameModerator({
  moderatorPersona,
  personas,
  pseudonyms,
  topics,
}: Pick<DiscussionInputs, 'moderatorPersona' | 'personas' | 'pseudonyms' | 'topics'>): string {
  const name = moderatorPersona?.name ?? '';
  if (name === '') return moderatorName;
  const authors = topics.flatMap((topic) => topic.authors ?? []).flatMap((author) => author ?? []);
  const others = [...authors, ...(pseudonyms ? [] : personas.map((persona) => persona.name))];
  return others.some((other) => nameKey(other) === nameKey(name)) ? moderatorName : name;
}
