import type { DiscussionsConfig } from '../config/experiment-config.js';
import { moderatorName } from '../moderator-name.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { Topic } from './input-types.js';

/** The names in a list, one a line, each once ignoring case. Blank lines and lines that begin with # are skipped. */
export async function readPseudonyms(reading: InputReading, input: NamedInput): Promise<readonly string[]> {
  const source = await reading.readText(input);
  const lines = source?.text.split('\n').map((line) => line.trim()) ?? [];
  const names = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const distinct = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
  if (distinct.size < names.length)
    reading.notices.push(`${input.path} has ${names.length} names, ${distinct.size} of them different ignoring case`);
  return [...distinct.values()].reverse();
}

interface Seated {
  input: NamedInput;
  names: readonly string[];
  personas: number;
  topics: readonly Topic[];
}

/** Nobody gets the moderator's name, or that of an author of a seed opinion. */
export function requirePseudonyms(
  reading: InputReading,
  { participants }: DiscussionsConfig,
  { input, names, personas, topics }: Seated,
): void {
  const seats = participants === 'all' ? personas : participants;
  const authors = topics.flatMap((topic) => topic.authors ?? []).map((author) => author?.toLowerCase());
  const taken = new Set([moderatorName, ...authors]);
  const free = names.filter((name) => !taken.has(name.toLowerCase())).length;
  if (free >= seats) return;
  const what = `A discussion has ${seats} seats, but ${input.path} has only ${free === 1 ? '1 name' : `${free} names`} for them.`;
  const todo = 'Add names; those of the moderator and of authors of seed opinions do not count.';
  reading.report('SYNDISCO_PSEUDONYMS_TOO_FEW', input, { what, todo });
}
