import type { Completion } from '../backends/backend.js';
import type { LabelSpecification } from '../backends/label.js';
import { fail } from '../errors.js';
import { parseLabel } from '../metrics/parse-label.js';
import type { RunLog } from './run-log.js';

/** More invalid labels than this are worth a warning. */
const invalidShare = 0.02;
/** A model that gives its labels less probability than this in all did not mean to answer. */
const tinyMass = 0.01;
/** Labels before the limit applies. */
const fewestLabels = 50;

/** Counts labels that are invalid or that the model hardly meant; `tell` warns about them once, at the end of the run. */
export interface LabelWatch {
  /** Throws SYNDISCO_TOO_MANY_INVALID_LABELS above the limit. */
  note(label: LabelSpecification, completion: Completion): void;
  tell(log: Pick<RunLog, 'warn'>): void;
}

interface Tally {
  labels: number;
  invalid: number;
  /** Labels with a score, and how many of these have a tiny legal mass. */
  scored: number;
  unmeant: number;
}

export function watchLabels(limit: number | undefined): LabelWatch {
  const tallies = new Map<string, Tally>();
  return {
    note(label, { text, label_scores: scores }) {
      const valid = parseLabel(text, label);
      for (const [at, { name }] of label.entries()) {
        const tally = tallies.get(name) ?? { labels: 0, invalid: 0, scored: 0, unmeant: 0 };
        const mass = scores?.[at]?.legal_mass;
        tally.labels += 1;
        if (!Object.hasOwn(valid, name)) tally.invalid += 1;
        if (mass !== undefined) tally.scored += 1;
        if (mass !== undefined && mass < tinyMass) tally.unmeant += 1;
        tallies.set(name, tally);
        if (limit !== undefined && tally.labels >= fewestLabels) refuse(name, tally, limit);
      }
    },
    tell(log) {
      for (const [name, tally] of tallies) warn(log, name, tally);
    },
  };
}

function refuse(name: string, { invalid, labels }: Tally, limit: number): void {
  if (invalid <= limit * labels) return;
  throw fail({
    code: 'SYNDISCO_TOO_MANY_INVALID_LABELS',
    what: `${invalid} of ${labels} labels of ${name} are invalid; annotation.max_invalid_labels allows a share of ${limit}.`,
    todo: 'Look at the answers in the journal; use an engine or server that holds the model to labels, or raise the limit, and run the same command again.',
    path: 'annotation.max_invalid_labels',
  });
}

function warn(log: Pick<RunLog, 'warn'>, name: string, { labels, invalid, scored, unmeant }: Tally): void {
  if (invalid > invalidShare * labels)
    log.warn(
      `${invalid} of ${labels} labels of ${name} are invalid and will be missing: the engine does not hold the model to labels`,
    );
  if (unmeant > scored / 2)
    log.warn(
      `for ${unmeant} of ${scored} labels of ${name}, the model gives all possible answers together a probability below ${tinyMass} (legal_mass): it does not understand the question, and these labels say little`,
    );
}
