import type { AnnotationEntry, ScoreRecord } from '../../documents/records.js';
import type { Column } from '../column-layout.js';
import { asCell, type ColumnType } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import type { FoundColumns } from '../found-columns.js';
import { labelNames } from '../label-names.js';
import type { NameClaims } from '../name-claims.js';
import { probabilitiesAsJson } from './probabilities-as-json.js';

const notScored = 'not asked, or not scored';

export const answer: Column<AnnotationEntry> = {
  name: 'annotation',
  type: 'text',
  meaning: "The annotator's answer.",
  empty: 'a comment without an annotation',
  cell: (entry) => entry.answer,
};

/** All labels, then all scores. */
export function answerColumns({ metrics }: FoundColumns, claim: NameClaims): Column<AnnotationEntry>[] {
  const { types, scored } = labelNames(metrics);
  const labels = columnsOf(types, (label, type) => labelColumns(label, type, claim)).flat();
  const scores = columnsOf(types, (label, type) => (scored.has(label) ? scoreColumns(label, type, claim) : []));
  return [answer, ...labels, ...scores.flat()];
}

/** A label and its status: an empty cell alone would not distinguish "cannot judge" from an invalid answer. */
function labelColumns(metric: string, type: ColumnType, claim: NameClaims): Column<AnnotationEntry>[] {
  const value = claim.take(`label_${metric}`);
  const status = claim.take(`status_${metric}`);
  return [
    {
      name: value,
      type,
      meaning: `The annotator's label for \`${metric}\`.`,
      empty: `no label; \`${status}\` says why`,
      isCategory: true,
      cell: ({ labels }) => asCell(labels.get(metric)?.value, type),
    },
    {
      name: status,
      type: 'text',
      meaning: `Whether there is a label for \`${metric}\`: ${statusMeaning}`,
      empty: 'not asked',
      isCategory: true,
      cell: ({ labels }) => labels.get(metric)?.status ?? null,
    },
  ];
}

export const statusMeaning =
  '`ok`, `cannot_judge`, `invalid` if the answer was not a possible value, or `unscored` if `label: expected` asked for a mean and the engine reported no probabilities.';

/**
 * What the model made of a metric. The probabilities are one JSON object, since there may be a hundred values, and any
 * text may be one.
 */
function scoreColumns(metric: string, type: ColumnType, claim: NameClaims): Column<AnnotationEntry>[] {
  const scoreOf = ({ labels }: AnnotationEntry): ScoreRecord | undefined => labels.get(metric)?.score;
  const columns: Column<AnnotationEntry>[] = [
    {
      name: `label_p_${metric}`,
      type: 'text',
      meaning: `The model's probability of each value of \`${metric}\`, as a JSON object in the order of the metric's values; what is missing to 1 is "cannot judge".`,
      empty: notScored,
      cell: (entry) => probabilitiesAsJson(scoreOf(entry)?.probabilities),
    },
    {
      name: `expected_${metric}`,
      type: 'number',
      meaning: `The mean of \`${metric}\` over its levels.`,
      empty: notScored,
      cell: (entry) => scoreOf(entry)?.expected ?? null,
    },
    {
      name: `legal_mass_${metric}`,
      type: 'number',
      meaning: `The probability that the model gives any possible answer about \`${metric}\` at all.`,
      empty: notScored,
      cell: (entry) => scoreOf(entry)?.legalMass ?? null,
    },
  ];
  const ours = columns.filter(({ name }) => type !== 'text' || !name.startsWith('expected_'));
  return ours.map((column) => ({ ...column, name: claim.take(column.name) }));
}
