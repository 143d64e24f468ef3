import type { Where } from '../../errors.js';

export type SplitPart = 'development' | 'test';

/** A label by a person, before it is known which values its metric may have. */
export interface HumanLabel {
  commentId: string;
  coder: string;
  metric: string;
  value: string;
  where: Where;
}

/** A label of a file: of a comment or, where people were not told which one it is, of an item of a sample. */
export interface FileLabel extends Omit<HumanLabel, 'commentId'> {
  id: string;
  isItem: boolean;
}

/** What one file says, whichever program wrote it. */
export interface LabelFile {
  file: string;
  /** Without empty answers and those of people who cannot judge. */
  labels: readonly FileLabel[];
  /** What may be metrics. */
  metrics: readonly string[];
  /** By id; absent if the file does not say. */
  parts?: ReadonlyMap<string, SplitPart>;
  /** Cells that nobody filled in. */
  empty: readonly Where[];
  unjudged: number;
  whereColumn: (name: string) => Where;
}

export const humansInvalid = 'SYNDISCO_HUMANS_INVALID' as const;
export const mostProblems = 10;

const unjudged = /^(cannot judge|\?)$/i;

/** `NA` and the like are labels here: a metric may have a level of this name. */
export function kindOfAnswer(value: string): 'label' | 'empty' | 'unjudged' {
  if (value === '') return 'empty';
  return unjudged.test(value) ? 'unjudged' : 'label';
}
