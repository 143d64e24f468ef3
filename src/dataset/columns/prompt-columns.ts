import { sha256 } from '../../sha256.js';
import type { Column, PromptText } from '../column-layout.js';

/** Long enough that two of a billion prompts hardly share one. */
const idLength = 16;

/** Identifies a prompt by its text; null if there is none. */
export function promptId(prompt: string): string | null {
  return prompt === '' ? null : sha256(prompt).slice(0, idLength);
}

export const promptColumns: readonly Column<PromptText>[] = [
  {
    name: 'prompt_id',
    type: 'text',
    meaning: 'The first 16 hex digits of the SHA-256 of the text.',
    cell: ({ id }) => id,
  },
  { name: 'prompt', type: 'text', meaning: 'The system text of an actor or annotator.', cell: ({ text }) => text },
];
