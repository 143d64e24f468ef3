import type { ActorRecord, DiscussionRecord } from '../documents/records.js';
import { isAddressed } from '../is-addressed.js';

/** Those of the discussion whom a text addresses as @name, by the rule of the turn manager `mention`, in seating order. */
export function mentions(text: string, { actors }: Pick<DiscussionRecord, 'actors'>): readonly ActorRecord[] {
  if (!text.includes('@')) return [];
  const lowerCase = text.toLowerCase();
  return actors.filter(({ name }) => name !== '' && isAddressed(lowerCase, name));
}
