import { showValue } from '../source/show-value.js';
import { whereInTopic } from './input-positions.js';
import type { InputReading } from './input-reading.js';
import type { Persona, Topic } from './input-types.js';

interface Authored {
  personas: readonly Persona[];
  topics: readonly Topic[];
  /** So many seed opinions of a topic are posted; all if absent. */
  openings: number | undefined;
}

/** A fixed author is one persona or a stranger: with pseudonyms, several personas may have one username. */
export function requireOneAuthor(reading: InputReading, { personas, topics, openings }: Authored): void {
  const counts = new Map<string, number>();
  for (const { name } of personas) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const topic of topics)
    for (const author of new Set(topic.authors?.slice(0, openings))) {
      const count = author === undefined ? 0 : (counts.get(author) ?? 0);
      if (count < 2) continue;
      const what = `The author ${showValue(author)} of a seed opinion is the username of ${count} personas.`;
      const todo = 'Give these personas different usernames, or leave the author blank.';
      reading.report('SYNDISCO_TOPIC_INVALID', { named: { where: whereInTopic(topic) ?? {} } }, { what, todo });
    }
}
