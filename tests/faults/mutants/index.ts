import { jobs } from './jobs.js';
import { journals } from './journals.js';
import { kept } from './kept.js';
import { locks } from './locks.js';
import { lost } from './lost.js';
import { met } from './met.js';
import type { Mutant } from './mutant.js';
import { publishing } from './publishing.js';
import { runs } from './runs.js';
import { seen } from './seen.js';

export const mutants: readonly Mutant[] = [
  ...journals,
  ...publishing,
  ...locks,
  ...runs,
  ...jobs,
  ...seen,
  ...kept,
  ...lost,
  ...met,
];
