import type { ProbeRecord } from '../../documents/records.js';
import type { Column } from '../column-layout.js';
import { probabilitiesAsJson } from './probabilities-as-json.js';

const noAnswer = 'no answer; `status` says why';
const notScored = 'not scored';

export const probeColumns: readonly Column<ProbeRecord>[] = [
  {
    name: 'probe',
    type: 'text',
    meaning: "The question's name in the config.",
    isCategory: true,
    cell: ({ probe }) => probe,
  },
  {
    name: 'time',
    type: 'text',
    meaning: 'When it was asked: `before` the first comment, `during` the discussion, or `after` it.',
    isCategory: true,
    cell: ({ time }) => time,
  },
  {
    name: 'turns',
    type: 'integer',
    meaning: "Participants' turns before it was asked.",
    cell: ({ turns }) => turns,
  },
  {
    name: 'turn',
    type: 'integer',
    meaning: 'The next turn in the table `turns`: all before it had been written.',
    cell: ({ turn }) => turn,
  },
  {
    name: 'arm',
    type: 'text',
    meaning:
      '`asked`: after reading the discussion so far; `retest`: once more, with nothing read in between; `no_exposure`: as if no comment had been read.',
    isCategory: true,
    cell: ({ arm }) => arm,
  },
  {
    name: 'model',
    type: 'text',
    meaning: 'The model that answered.',
    isCategory: true,
    cell: ({ model }) => model,
  },
  {
    name: 'value',
    type: 'text',
    meaning: 'The answer as text.',
    empty: noAnswer,
    cell: ({ value }) => (value === null ? null : String(value)),
  },
  {
    name: 'value_numeric',
    type: 'number',
    meaning: 'The answer to a question with numbers; 1 or 0 for true or false.',
    empty: `${noAnswer}, or it is a category`,
    cell: ({ value }) => (value === null || typeof value === 'string' ? null : Number(value)),
  },
  {
    name: 'status',
    type: 'text',
    meaning: 'Whether there is an answer: `ok`, `cannot_judge`, or `invalid` (no possible answer).',
    isCategory: true,
    cell: ({ status }) => status,
  },
];

/** Only if some model scored an answer. */
export const probeScoreColumns: readonly Column<ProbeRecord>[] = [
  {
    name: 'probability',
    type: 'number',
    meaning: "The model's probability of the answer.",
    empty: `${notScored}, or no answer`,
    cell: ({ value, score }) => score?.probabilities.find(([one]) => one === String(value))?.[1] ?? null,
  },
  {
    name: 'expected',
    type: 'number',
    meaning: 'The mean of a question with numbers over its levels.',
    empty: notScored,
    cell: ({ score }) => score?.expected ?? null,
  },
  {
    name: 'legal_mass',
    type: 'number',
    meaning: 'The probability that the model gives any possible answer at all.',
    empty: notScored,
    cell: ({ score }) => score?.legalMass ?? null,
  },
  {
    name: 'probabilities',
    type: 'text',
    meaning: 'The probability of each answer, as a JSON object; what is missing to 1 is "cannot judge".',
    empty: notScored,
    cell: ({ score }) => probabilitiesAsJson(score?.probabilities),
  },
];
