import { claimTitle } from './claim-title.js';
import type { Column, ColumnLayout, SpokenComment, TraitNames } from './column-layout.js';
import { commentId } from './our-columns.js';
import type { AnnotationRecord } from './records.js';
import { traitCell } from './trait-cell.js';

const commentColumns: readonly Column<SpokenComment>[] = [
  { title: 'conv_id', cell: ({ discussion }) => discussion.id },
  { title: 'timestamp_conv', cell: ({ discussion }) => discussion.timestamp },
  { title: 'ctx_length_conv', cell: ({ discussion }) => discussion.historyLength },
  { title: 'conv_variant', cell: ({ discussion }) => discussion.condition },
  { title: 'user', cell: ({ comment }) => comment.actor.name },
  { title: 'message', cell: ({ comment }) => comment.text },
  { title: 'model', cell: ({ comment }) => comment.model },
  { title: 'user_prompt', cell: ({ comment }) => comment.actor.prompt },
  { title: 'is_moderator', cell: ({ comment }) => (comment.actor.isModerator ? 'True' : 'False') },
  { title: 'message_id', cell: commentId },
  { title: 'message_order', cell: ({ comment }) => comment.turn + 1 },
];

const annotationColumns: readonly Column<AnnotationRecord>[] = [
  { title: 'timestamp_annot', cell: (annotation) => annotation.timestamp },
  { title: 'annotator_model', cell: (annotation) => annotation.model },
  { title: 'annotator_prompt', cell: (annotation) => annotation.prompt },
  { title: 'ctx_length_annot', cell: (annotation) => annotation.historyLength },
  { title: 'annotation_variant', cell: (annotation) => annotation.folder },
];

/**
 * The original's columns in its order, without the index (`--original-columns`): traits under their own names, the
 * annotator's with `_annot` where a participant has the same. A name that is already taken gets `_trait` after it.
 */
export function originalColumns({ personas, annotators }: TraitNames): ColumnLayout {
  const taken = new Set([...commentColumns, ...annotationColumns].map((column) => column.title).concat('annotation'));
  const personaColumns = [...personas].map((name) => personaColumn(name, taken));
  const annotatorTitle = (name: string): string => (personas.has(name) ? `${name}_annot` : name);
  return {
    comment: [...commentColumns, ...personaColumns],
    annotation: annotationColumns,
    answer: [{ title: 'annotation', cell: ({ answer }) => answer }],
    annotationEnd: [...annotators].map((name) => ({
      title: claimTitle(annotatorTitle(name), taken),
      cell: ({ traits }) => traitCell(traits, name),
    })),
  };
}

function personaColumn(name: string, taken: Set<string>): Column<SpokenComment> {
  return { title: claimTitle(name, taken), cell: ({ comment }) => traitCell(comment.actor.traits, name) };
}
