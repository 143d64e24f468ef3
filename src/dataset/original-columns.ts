import type { Column, ColumnLayout, SpokenComment } from './column-layout.js';
import { traitColumns } from './columns-of.js';
import type { FoundColumns } from './found-columns.js';
import { nameClaims } from './name-claims.js';
import { commentId } from './our-columns.js';
import type { ActorRecord, AnnotationEntry, AnnotationRecord, DiscussionRecord } from '../documents/records.js';

const discussionColumns: readonly Column<DiscussionRecord>[] = [
  { name: 'conv_id', type: 'text', cell: ({ id }) => id },
  { name: 'timestamp_conv', type: 'text', cell: ({ timestamp }) => timestamp },
  { name: 'ctx_length_conv', type: 'integer', cell: ({ historyLength }) => historyLength },
  { name: 'conv_variant', type: 'text', cell: ({ condition }) => condition },
];

const commentColumns: readonly Column<SpokenComment>[] = [
  { name: 'user', type: 'text', cell: ({ comment }) => comment.actor.name },
  { name: 'message', type: 'text', cell: ({ comment }) => comment.text },
  { name: 'model', type: 'text', cell: ({ comment }) => comment.model },
];

const actorColumns: readonly Column<ActorRecord>[] = [
  { name: 'user_prompt', type: 'text', cell: ({ prompt }) => prompt },
  // Printed as in Python.
  { name: 'is_moderator', type: 'text', cell: ({ isModerator }) => (isModerator ? 'True' : 'False') },
];

const placeColumns: readonly Column<SpokenComment>[] = [
  { name: 'message_id', type: 'text', cell: commentId },
  { name: 'message_order', type: 'integer', cell: ({ comment }) => comment.turn + 1 },
];

const annotationColumns: readonly Column<AnnotationRecord>[] = [
  { name: 'timestamp_annot', type: 'text', cell: ({ timestamp }) => timestamp },
  { name: 'annotator_model', type: 'text', cell: ({ model }) => model },
  { name: 'annotator_prompt', type: 'text', cell: ({ prompt }) => prompt },
  { name: 'ctx_length_annot', type: 'integer', cell: ({ historyLength }) => historyLength },
  { name: 'annotation_variant', type: 'text', cell: ({ folder }) => folder },
];

const answer: Column<AnnotationEntry> = { name: 'annotation', type: 'text', cell: (entry) => entry.answer };

const fixedNames = [discussionColumns, commentColumns, actorColumns, placeColumns, annotationColumns, [answer]].flatMap(
  (columns) => columns.map(({ name }) => name),
);

/**
 * The original's columns in its order, without the index (`--original-columns`): traits under their own names; an
 * annotator's trait gets the suffix `_annot` if participants have the same trait. A name already taken gets `_trait`.
 */
export function originalColumns({ personas, annotators }: FoundColumns): ColumnLayout {
  const claim = nameClaims(fixedNames);
  const speakers = traitColumns(personas, (trait) => claim.take(trait));
  const readers = traitColumns(annotators, (trait) => claim.take(personas.has(trait) ? `${trait}_annot` : trait));
  return [
    { of: 'discussion', columns: discussionColumns },
    { of: 'comment', columns: commentColumns },
    { of: 'actor', columns: actorColumns },
    { of: 'comment', columns: placeColumns },
    { of: 'actor', columns: speakers },
    { of: 'annotation', columns: annotationColumns },
    { of: 'answer', columns: [answer] },
    { of: 'annotation', columns: readers },
  ];
}
