import { saysSomething } from '../actor-prompt.js';
import { original } from './original.js';
import type { DescribedActor, PromptLayout } from './prompt-layout.js';

/** Version 2 of the Python original and the study made with it: the system text is JSON. */
export const json: PromptLayout = {
  ...original,
  system: (actor) =>
    writeJson({
      context: actor.context,
      instructions: actor.instructions,
      type: types[actor.role],
      persona: personaOf(actor),
    }),
};

/** The numbers of its kinds of actors. */
const types: Readonly<Record<DescribedActor['role'], string>> = { participant: '1', annotator: '2', moderator: '3' };

/** Without traits that say nothing, as there. */
function personaOf({ name, traits, attributes }: DescribedActor): object {
  const named = { username: name };
  const told = { ...named, ...traits, ...(attributes && { personality_characteristics: attributes }), ...named };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => saysSomething(value)));
}

/** With the spaces of Python. */
function writeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${writeJson(inner)}`);
  return `{${entries.join(', ')}}`;
}
