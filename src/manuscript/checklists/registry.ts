import type { StudyFacts } from '../study-facts.js';
import { guideLlm } from './guide-llm.js';

/** Reporting checklists by name: facts to a Markdown file. */
export const checklists = { 'guide-llm': guideLlm } satisfies Record<string, (facts: StudyFacts) => string>;

export type ChecklistName = keyof typeof checklists;
