import type { AnnotationRecord, AnnotationSetRecord } from '../../documents/records.js';
import type { Column } from '../column-layout.js';

const name = {
  name: 'annotation_set',
  type: 'text',
  meaning: 'The annotation set: `default`, or the name that `annotate --as` gave it.',
  isCategory: true,
} as const;

const probability = {
  name: 'inclusion_probability',
  type: 'number',
  meaning: 'The probability with which the set annotates the discussion; 1 without a sample.',
} as const;

const notSaid = 'the files do not say';
const notAnnotated = 'a comment that no set annotates or samples';
const neither = `${notAnnotated}, or a file of the original, which does not say`;

/** What annotation sets say of a discussion, whether they annotate it or not. */
export const setColumns: readonly Column<AnnotationSetRecord>[] = [
  { ...name, empty: notAnnotated, cell: (set) => set.name },
  {
    name: 'is_sampled',
    type: 'boolean',
    meaning: 'Whether the set annotates the discussion: false if the discussion is not in its sample.',
    empty: neither,
    cell: ({ isSampled }) => isSampled,
  },
  { ...probability, empty: neither, cell: ({ inclusionProbability }) => inclusionProbability },
];

/** The set that an annotation belongs to. */
export const setOfAnnotation: Column<AnnotationRecord> = { ...name, cell: ({ set }) => set };

export const probabilityOfAnnotation: Column<AnnotationRecord> = {
  ...probability,
  empty: notSaid,
  cell: ({ inclusionProbability }) => inclusionProbability,
};
