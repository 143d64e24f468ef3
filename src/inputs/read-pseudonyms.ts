import type { DiscussionsConfig } from '../config/experiment-config.js';
import { moderatorName } from '../moderator-name.js';
import { showValue } from '../source/show-value.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { Topic } from './input-types.js';
import { nameKey } from '../name-key.js';

/**
 * The names in a list, one a line, each once ignoring case. Blank lines and lines that begin with # are skipped.
 * Undefined if it cannot be read or a line is no name, which is reported.
 */
export async function readPseudonyms(reading: InputReading, input: NamedInput): Promise<readonly string[] | undefined> {
  const source = await reading.readText(input);
  if (!source) return undefined;
  const lines = source.text
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ text: text.trim().normalize('NFC'), line: index + 1 }));
  const named = lines.filter(({ text }) => text !== '' && !text.startsWith('#'));
  const faults = named.flatMap(({ text, line }) => {
    const what = faultOf(text);
    return what === undefined ? [] : [{ what, where: { file: input.path, line, column: 1 } }];
  });
  const todo = 'Write one name a line and nothing else; begin comments with #.';
  for (const { what, where } of faults)
    reading.report('SYNDISCO_PERSONA_BAD_NAME', { named: { where } }, { what, todo });
  const names = named.map(({ text }) => text);
  return faults.length > 0 ? undefined : differentOf(reading, input, names);
}

const longestName = 60;

/** Line breaks that `split` leaves, characters that nobody sees, and those that turn the reading direction. */
const unseen = /[\p{Cc}\u200b\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** What a name may not be: it stands before every comment, and models answer with it. */
function faultOf(name: string): string | undefined {
  const [hidden] = unseen.exec(name) ?? [];
  if (hidden !== undefined) return `This name has a character that cannot be seen (${codePoint(hidden)}).`;
  const { length } = Array.from(name);
  if (length > longestName) return `This name has ${length} characters; ${longestName} are the most.`;
  const shown = showValue(name);
  if (/^[-*•]/.test(name)) return `The line ${shown} looks like an item of a list.`;
  if (/[,;"]/.test(name)) return `The line ${shown} looks like a row of a table.`;
  if (/[:：]/.test(name)) return `The name ${shown} has a colon, which ends the name before a comment.`;
  return undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function differentOf(reading: InputReading, { path }: NamedInput, names: readonly string[]): readonly string[] {
  const distinct = new Map(names.toReversed().map((name) => [nameKey(name), name]));
  if (distinct.size < names.length)
    reading.notices.push(`${path} has ${names.length} names, ${distinct.size} of them different ignoring case`);
  return [...distinct.values()].reverse();
}

interface Seated {
  input: NamedInput;
  names: readonly string[];
  personas: number;
  topics: readonly Topic[];
  /** What the moderator is called. */
  moderator: string;
}

/** Nobody gets the moderator's name, or that of an author of a seed opinion. */
export function requirePseudonyms(
  reading: InputReading,
  { participants }: DiscussionsConfig,
  { input, names, personas, topics, moderator }: Seated,
): void {
  const seats = participants === 'all' ? personas : participants;
  const authors = topics.flatMap((topic) => topic.authors ?? []).flatMap((author) => author ?? []);
  const taken = new Set([moderatorName, moderator, ...authors].map(nameKey));
  const free = names.filter((name) => !taken.has(nameKey(name))).length;
  if (free >= seats) return;
  const what = `A discussion has ${seats} seats, but ${input.path} has only ${free === 1 ? '1 name' : `${free} names`} for them.`;
  const todo = 'Add names; those of the moderator and of authors of seed opinions do not count.';
  reading.report('SYNDISCO_PSEUDONYMS_TOO_FEW', input, { what, todo });
}
