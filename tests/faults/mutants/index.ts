import { journals } from './journals.js';
import { locks } from './locks.js';
import type { Mutant } from './mutant.js';
import { publishing } from './publishing.js';
import { runs } from './runs.js';

export const mutants: readonly Mutant[] = [...journals, ...publishing, ...locks, ...runs];
