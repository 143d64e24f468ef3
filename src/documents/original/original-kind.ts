import { openingModel } from '../records.js';
import { promptObject, promptType } from './parse-prompt.js';

/** What an annotator's and a participant's prompt of 2.1.1 end with, after the comments. */
const askForAnnotation = /\bOutput:\s*$/;
const askForComment = / posted:\s*$/;

/**
 * Whether a document is a discussion or an annotation, as far as it says so: from the original's 2.1 on, both have the
 * same keys, and only the prompts tell. An annotation is by one annotator, and has no seed opinion.
 */
export function originalKind(value: object): 'discussion' | 'annotation' | undefined {
  if ('conv_id' in value) return 'annotation';
  if ('users' in value) return 'discussion';
  const entries = 'logs' in value && Array.isArray(value.logs) ? value.logs.filter(isEntry) : [];
  const names = new Set(entries.map(({ name }) => name));
  if (names.size > 1 || entries.some(({ model }) => model === openingModel)) return 'discussion';
  const askers = new Set(entries.map(({ prompt }) => askerOf(prompt)));
  if (askers.has('participant')) return 'discussion';
  return askers.size === 1 && askers.has('other') ? 'annotation' : undefined;
}

function isEntry(entry: unknown): entry is { name: unknown; model?: unknown; prompt?: unknown } {
  return typeof entry === 'object' && entry !== null && 'name' in entry;
}

function askerOf(prompt: unknown): ReturnType<typeof promptType> {
  const json = promptObject(prompt);
  const text = json ? json['content'] : prompt;
  if (json && json['type'] !== undefined) return promptType(json);
  if (typeof text !== 'string') return undefined;
  if (askForAnnotation.test(text)) return 'other';
  return askForComment.test(text) ? 'participant' : undefined;
}

/** The comments that a 2.1.1 annotator was shown, from an entry's prompt; undefined if that is the annotator's own prompt. */
export function shownComments(prompt: unknown): string | undefined {
  const json = promptObject(prompt);
  const text = json ? json['content'] : prompt;
  return typeof text === 'string' ? text.replace(askForAnnotation, '') : undefined;
}
