import type { TraitValue } from '../../inputs/input-types.js';
import { knownTraits } from '../../known-traits.js';
import { commonTraitNames, parseTraitText } from './parse-trait-text.js';
import type { Traits } from '../records.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/** Information about an actor from the prompt that the original wrote for it. */
export interface ParsedPrompt {
  /** As shown in the data set. */
  prompt: string;
  name: string;
  traits: Traits;
  /** JSON prompts of later versions say whether they are for a moderator or an annotator; text prompts do not. */
  isParticipant: boolean;
}

/** Parses prompts of one kind together, because the words they have in common show which ones are trait names. */
export function parsePrompts(prompts: readonly unknown[]): ParsedPrompt[] {
  const parts = prompts.map(splitPrompt);
  const furtherNames = commonTraitNames(parts.flatMap((part) => (part.json || !part.traits ? [] : [part.traits])));
  return parts.map((part) => (part.json ? readJson(part) : readText(part, furtherNames)));
}

type PromptParts =
  | { prompt: string; json: Readonly<Record<string, unknown>> }
  | { prompt: string; json?: undefined; name: string; traits: string };

function splitPrompt(prompt: unknown): PromptParts {
  const text = typeof prompt === 'string' ? prompt : isObject(prompt) ? JSON.stringify(prompt) : '';
  const json = promptObject(prompt);
  return json ? { prompt: text, json } : { prompt: text, ...splitText(text) };
}

/** A prompt that is JSON, as a string or as an object; undefined for a prompt in plain text. */
export function promptObject(prompt: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isObject(prompt)) return prompt;
  return typeof prompt === 'string' ? parseObject(prompt) : undefined;
}

/** Whose prompt it is: a number, or from 2.1.1 on a word. Undefined if the prompt does not say. */
export function promptType({ type }: Readonly<Record<string, unknown>>): 'participant' | 'other' | undefined {
  if (typeof type !== 'string' && typeof type !== 'number') return undefined;
  return ['1', 'user'].includes(String(type).toLowerCase()) ? 'participant' : 'other';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value = parseForeignJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const nameMark = 'Your name is ';
const traitsMark = '. Your traits: ';
const instructionsMark = ' Your instructions:';
const knownKey = new RegExp(`, (?:${knownTraits.join('|')}): `, 'g');

/** `… Your name is Elena. Your traits: … Your instructions: …`: only the instructions contain line breaks. */
function splitText(prompt: string): { name: string; traits: string } {
  const line = prompt.split('\n', 1)[0] ?? '';
  const mark = line.indexOf(traitsMark);
  if (mark < 0) return { name: '', traits: '' };
  const nameAt = line.lastIndexOf(nameMark, mark);
  const from = mark + traitsMark.length;
  return {
    name: nameAt < 0 ? '' : line.slice(nameAt + nameMark.length, mark),
    traits: line.slice(from, endOfTraits(line, from)),
  };
}

/**
 * A trait's text may contain "Your instructions:", so the instructions start at the first one after the last known
 * trait name.
 */
function endOfTraits(line: string, from: number): number {
  const lastKey = [...line.matchAll(knownKey)].at(-1)?.index ?? from;
  const ends = [line.indexOf(instructionsMark, lastKey), line.indexOf(instructionsMark, from)];
  return ends.find((end) => end >= 0) ?? line.length;
}

function readText(
  { prompt, name, traits }: Exclude<PromptParts, { json: object }>,
  furtherNames: Iterable<string>,
): ParsedPrompt {
  return { prompt, name, traits: parseTraitText(traits, furtherNames), isParticipant: true };
}

function readJson({ prompt, json }: Extract<PromptParts, { json: object }>): ParsedPrompt {
  const traits = traitsOf(json['persona']);
  const name = traits.get('username');
  return {
    prompt,
    name: typeof name === 'string' ? name : '',
    traits,
    isParticipant: promptType(json) !== 'other',
  };
}

/** The traits of a persona object; a value that is neither scalar nor a list of scalars is kept as JSON. */
export function traitsOf(persona: unknown): Traits {
  return new Map(isObject(persona) ? Object.entries(persona).map(([name, value]) => [name, traitValue(value)]) : []);
}

function traitValue(value: unknown): TraitValue {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'number' ? item : plainText(item)));
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return plainText(value);
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
