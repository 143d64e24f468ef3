import type { StudyFacts } from '../study-facts.js';

/** A paragraph of the methods section; empty if there is nothing to say. */
export interface Section {
  title: string;
  write(facts: StudyFacts): string;
}

/** Sentences to a paragraph; empty ones are left out. */
export function paragraph(...sentences: readonly (string | false | undefined)[]): string {
  return sentences.filter(Boolean).join(' ');
}
