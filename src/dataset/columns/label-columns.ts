import type { Column, MetricAnswer } from '../column-layout.js';
import type { LabelValue } from '../../metrics/label.js';
import type { FoundColumns } from '../found-columns.js';
import { labelNames } from '../label-names.js';
import { statusMeaning } from './answer-columns.js';
import { probabilitiesAsJson } from './probabilities-as-json.js';

/** The metric of an answer in free text. */
export const freeText = 'annotation';
const notScored = 'not scored';

export const labelMetric: Column<MetricAnswer> = {
  name: 'metric',
  type: 'text',
  meaning: `The metric that was asked; \`${freeText}\` for an answer in free text.`,
  isCategory: true,
  cell: ({ metric }) => metric,
};

const valueColumns: readonly Column<MetricAnswer>[] = [
  {
    name: 'value',
    type: 'text',
    meaning: 'The label as text; the whole answer if it is free text.',
    empty: 'no label; `status` says why',
    cell: ({ label, answer }) => (label ? asText(label.value) : answer),
  },
  {
    name: 'value_numeric',
    type: 'number',
    meaning: 'The label of a metric with numbers.',
    empty: 'no label, or a category',
    cell: ({ label }) => (typeof label?.value === 'number' ? label.value : null),
  },
  {
    name: 'status',
    type: 'text',
    meaning: `Whether there is a label: ${statusMeaning}`,
    empty: 'free text',
    isCategory: true,
    cell: ({ label }) => label?.status ?? null,
  },
];

const scoreColumns: readonly Column<MetricAnswer>[] = [
  {
    name: 'probability',
    type: 'number',
    meaning: "The model's probability of the label.",
    empty: 'not scored, or the label is a mean',
    cell: ({ label }) => label?.score?.probabilities.find(([value]) => value === asText(label.value))?.[1] ?? null,
  },
  {
    name: 'expected',
    type: 'number',
    meaning: 'The mean of a metric with numbers over its levels.',
    empty: notScored,
    cell: ({ label }) => label?.score?.expected ?? null,
  },
  {
    name: 'legal_mass',
    type: 'number',
    meaning: 'The probability that the model gives any possible answer at all.',
    empty: notScored,
    cell: ({ label }) => label?.score?.legalMass ?? null,
  },
  {
    name: 'probabilities',
    type: 'text',
    meaning: 'The probability of each value, as a JSON object; what is missing to 1 is "cannot judge".',
    empty: notScored,
    cell: ({ label }) => probabilitiesAsJson(label?.score?.probabilities),
  },
];

/** The scores only if some model scored a metric. */
export function labelColumns({ metrics }: FoundColumns): readonly Column<MetricAnswer>[] {
  return labelNames(metrics).scored.size > 0 ? [...valueColumns, ...scoreColumns] : valueColumns;
}

function asText(value: LabelValue): string | null {
  return value === null ? null : String(value);
}
