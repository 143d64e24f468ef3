import { sha256 } from './sha256.js';

/** Identifies a persona by its content, whatever it is called: the first 8 hex digits of the plan's hash of it. */
export function personaId(traits: Readonly<Record<string, unknown>>): string {
  return sha256(JSON.stringify(traits)).slice(0, 8);
}

/** The annotator's part of an annotation's job id. */
export function annotatorIdOf(jobId: string): string {
  return jobId.split('--')[1] ?? '';
}
