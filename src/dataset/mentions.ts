import type { DiscussionRecord } from '../documents/records.js';
import { isAddressed } from '../is-addressed.js';

/**
 * The names of those of the discussion whom a text addresses as @name, by the rule of the turn manager `mention`, as a
 * JSON array.
 */
export function mentions(text: string, { actors }: Pick<DiscussionRecord, 'actors'>): string {
  if (!text.includes('@')) return '[]';
  const lowerCase = text.toLowerCase();
  const names = actors.map(({ name }) => name).filter((name) => name !== '' && isAddressed(lowerCase, name));
  return JSON.stringify(names);
}
