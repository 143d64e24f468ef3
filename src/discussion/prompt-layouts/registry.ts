import { chat } from './chat.js';
import { json } from './json.js';
import { original } from './original.js';
import type { PromptLayout } from './prompt-layout.js';

/** The built-in values of `prompt_layout`. */
export const promptLayouts = { original, json, chat } satisfies Record<string, PromptLayout>;

/** `original` where nothing is named. */
export function findPromptLayout(name = 'original'): PromptLayout {
  const known: Readonly<Record<string, PromptLayout>> = promptLayouts;
  const layout = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!layout) throw new Error(`there is no prompt layout called ${name}`);
  return layout;
}
