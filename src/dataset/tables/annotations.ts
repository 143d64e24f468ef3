import type { AnnotationEntry } from '../../documents/records.js';
import type { AlignedAnnotation } from '../align-annotation.js';
import type { MetricAnswer } from '../column-layout.js';
import { annotatorColumns, annotatorPromptId, coderId, coderOf, form, repeat } from '../columns/annotator-columns.js';
import { commentKey } from '../columns/comment-columns.js';
import { discussionId } from '../columns/discussion-columns.js';
import { freeText, labelColumns, labelMetric } from '../columns/label-columns.js';
import { probabilityOfAnnotation, setOfAnnotation } from '../columns/set-columns.js';
import type { TableKind } from './table-kind.js';

const ofCoder = [coderId, ...annotatorColumns.filter(({ name }) => name !== 'annotator'), annotatorPromptId];

export const annotations: TableKind = {
  name: 'annotations',
  meaning: 'One row per label: comment × annotation set × coder × form × repeat × metric.',
  key: ['comment_id', 'annotation_set', 'coder_id', 'form', 'repeat', 'metric'],
  references: [
    { columns: ['discussion_id'], table: 'discussions', key: ['discussion_id'] },
    { columns: ['comment_id'], table: 'turns', key: ['comment_id'] },
    { columns: ['coder_id'], table: 'annotators', key: ['coder_id'] },
    { columns: ['annotator_prompt_id'], table: 'prompts', key: ['prompt_id'] },
  ],
  layout: (found) => [
    { of: 'discussion', columns: [discussionId] },
    { of: 'comment', columns: [commentKey] },
    { of: 'annotation', columns: [setOfAnnotation, probabilityOfAnnotation, ...ofCoder, form, repeat] },
    { of: 'label', columns: [labelMetric, ...labelColumns(found)] },
  ],
  open: () =>
    function* rows({ discussion, annotations: read }) {
      const numbered = numberRepeats(read);
      for (const comment of discussion.comments) {
        const about = { discussion, comment: { discussion, comment } };
        for (const { annotation, answers } of numbered) {
          const entry = answers.get(comment.turn);
          if (entry) for (const label of labelsOf(entry)) yield { ...about, annotation, label };
        }
      }
    },
};

/** The original does not number repeats, so they are counted: the key needs a number. */
function numberRepeats(read: readonly AlignedAnnotation[]): readonly AlignedAnnotation[] {
  const counts = new Map<string, number>();
  return read.map((aligned) => {
    const { annotation } = aligned;
    if (annotation.repeat !== null) return aligned;
    const coder = coderOf(annotation);
    const number = (counts.get(coder) ?? 0) + 1;
    counts.set(coder, number);
    return { ...aligned, annotation: { ...annotation, repeat: number } };
  });
}

function labelsOf({ answer, labels }: AnnotationEntry): MetricAnswer[] {
  if (labels.size === 0) return [{ metric: freeText, answer }];
  return [...labels].map(([metric, label]) => ({ metric, answer, label }));
}
