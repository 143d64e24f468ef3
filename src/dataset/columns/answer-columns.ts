import type { AnnotationEntry, ScoreRecord } from '../../documents/records.js';
import type { Column } from '../column-layout.js';
import { asCell, type ColumnType } from '../column-type.js';
import { columnsOf } from '../columns-of.js';
import { readPair } from '../../documents/free-text-labels.js';
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
export function answerColumns({ metrics, freeText }: FoundColumns, claim: NameClaims): Column<AnnotationEntry>[] {
  const { types, scored, ranked } = labelNames(metrics);
  const labels = columnsOf(types, (label, type) => labelColumns(label, type, claim)).flat();
  const scores = columnsOf(types, (label) => (scored.has(label) ? scoreColumns(label, ranked.has(label), claim) : []));
  const pairs = columnsOf(freeText, (name, type) => pairColumns(name, type, claim)).flat();
  return [answer, ...labels, ...scores.flat(), ...pairs];
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

/** The value of `Name=value` in an answer in free text. */
function pairColumns(name: string, type: ColumnType, claim: NameClaims): Column<AnnotationEntry>[] {
  const valueOf = ({ labels, answer: said }: AnnotationEntry): string | number | null =>
    labels.size > 0 ? null : (readPair(said, name, type) ?? null);
  const value = claim.take(`label_${name}`);
  const status = claim.take(`status_${name}`);
  return [
    {
      name: value,
      type,
      meaning: `The value of \`${name}=value\` in an answer in free text.`,
      empty: `no such value; \`${status}\` says why`,
      isCategory: true,
      cell: valueOf,
    },
    {
      name: status,
      type: 'text',
      meaning: `Whether an answer in free text says \`${name}=value\`: \`ok\`, or \`invalid\` if it does not, says it twice with different values, or has something else where a number is asked for.`,
      empty: 'not asked',
      isCategory: true,
      cell: (entry) => (entry.labels.size > 0 ? null : valueOf(entry) === null ? 'invalid' : 'ok'),
    },
  ];
}

export const statusMeaning =
  '`ok`, `cannot_judge`, `invalid` if the answer was not a possible value, `refused` if the model or a filter declined to answer, `low_mass` if the model gave all possible answers together less than `annotation.min_legal_mass`, or `unscored` if `label: expected` asked for a mean and the engine reported no probabilities.';

/**
 * What the model made of a metric. The probabilities are one JSON object, since there may be a hundred values, and any
 * text may be one.
 */
function scoreColumns(metric: string, hasMean: boolean, claim: NameClaims): Column<AnnotationEntry>[] {
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
      meaning: `The mean of \`${metric}\` over its levels; of an ordered metric over the ranks of its values, from 1; of a boolean over 0 and 1.`,
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
  const ours = columns.filter(({ name }) => hasMean || !name.startsWith('expected_'));
  return ours.map((column) => ({ ...column, name: claim.take(column.name) }));
}
