import type { ModelFacts, Part } from './study-facts.js';

/** What spoke: language models, the rehearsal engine alone, or nobody knows, as in files that name no model. */
export function speakersOf(models: readonly ModelFacts[], parts: readonly Part[]): 'models' | 'rehearsal' | 'unknown' {
  const own = models.filter((model) => model.parts.some((part) => parts.includes(part)));
  if (own.length === 0) return 'unknown';
  return own.every(({ identity }) => identity?.engine === 'scripted') ? 'rehearsal' : 'models';
}
