import { annotations } from './annotations.js';
import { annotators } from './annotators.js';
import { discussions } from './discussions.js';
import { participants } from './participants.js';
import { probes } from './probes.js';
import { prompts } from './prompts.js';
import type { TableKind } from './table-kind.js';
import { turns } from './turns.js';

/** The tables of the tidy data set. */
export const tidyTables: readonly TableKind[] = [
  discussions,
  participants,
  turns,
  probes,
  annotators,
  annotations,
  prompts,
];
