import type { LabelSource } from '../../src/analysis/agreement/collect-labels.js';
import type { AnnotationEntry, DiscussionRecord, LabelRecord } from '../../src/documents/records.js';
import { discussionOf } from './town-hall.js';

type Given = number | string | null;

interface Answered {
  by: string;
  /** One per comment: a value, or the status of an answer without one; null if the comment was not annotated. */
  labels: readonly Given[];
  model?: string;
  form?: string;
  repeat?: number;
  set?: string;
  /** Expected values, one per comment. */
  expected?: readonly number[];
}

export const toxicity = {
  type: 'integer',
  scale: '["integer",1,5,null]',
  metric: { name: 'toxicity', type: 'integer', minimum: 1, maximum: 5, cannotJudge: true },
} as const;
export const stance = {
  type: 'text',
  scale: '["category",null,null,["against","for"]]',
  metric: { name: 'stance', type: 'category', values: ['against', 'for'], cannotJudge: true },
} as const;
export const tone = {
  type: 'text',
  scale: '["ordered",null,null,["calm","tense","heated"]]',
  metric: { name: 'tone', type: 'ordered', values: ['calm', 'tense', 'heated'], cannotJudge: true },
} as const;

const statuses = ['invalid', 'refused', 'cannot_judge', 'unscored', 'low_mass'];

/** An annotation of a discussion with one metric. */
export function labelled(
  metric: typeof toxicity | typeof stance | typeof tone,
  { by, labels, model = 'judge', form = 'plain', repeat = 1, set = 'default', expected }: Answered,
): LabelSource {
  const answers = labels.flatMap((given, turn): [number, AnnotationEntry][] => {
    if (given === null) return [];
    const mean = expected?.[turn];
    const label = {
      ...(typeof given === 'string' && statuses.includes(given)
        ? { status: given as LabelRecord['status'], value: null }
        : { status: 'ok' as const, value: given }),
      ...(mean !== undefined && { score: { probabilities: [], expected: mean, legalMass: 1 } }),
    };
    return [[turn, { turn, text: null, answer: '', labels: new Map([[metric.metric.name, label]]) }]];
  });
  const metrics = new Map([[metric.metric.name, metric]]);
  return {
    annotation: { annotator: by, annotatorId: by, model, set, repeat, metrics, form, prompt: '' },
    answers: new Map(answers),
  };
}

/** A discussion with as many comments. */
export function talkOf(comments: number, changes: Partial<DiscussionRecord> & { id: string }): DiscussionRecord {
  return discussionOf(
    Array.from({ length: comments }, (_, turn) => ({ by: turn % 2 === 0 ? 'anna' : 'ben', text: `Comment ${turn}.` })),
    changes,
  );
}
