import type { Column, ColumnLayout, SpokenComment } from './column-layout.js';
import { commentId } from './columns/comment-columns.js';
import { pythonText } from './python-text.js';
import type { ActorRecord, AnnotationEntry, AnnotationRecord, DiscussionRecord, Traits } from '../documents/records.js';

const discussionColumns: readonly Column<DiscussionRecord>[] = [
  { name: 'conv_id', type: 'text', cell: ({ id }) => id },
  { name: 'timestamp_conv', type: 'text', cell: ({ timestamp }) => timestamp },
  { name: 'ctx_length_conv', type: 'integer', cell: ({ historyLength }) => historyLength },
  { name: 'conv_variant', type: 'text', cell: ({ condition }) => condition },
];

const commentColumns: readonly Column<SpokenComment>[] = [
  { name: 'user', type: 'text', cell: ({ comment }) => comment.actor.name },
  { name: 'message', type: 'text', cell: ({ comment }) => comment.fileText ?? comment.text },
  { name: 'model', type: 'text', cell: ({ comment }) => comment.model },
];

const actorColumns: readonly Column<ActorRecord>[] = [
  { name: 'user_prompt', type: 'text', cell: ({ prompt }) => prompt },
  { name: 'is_moderator', type: 'text', cell: ({ isModerator }) => pythonText(isModerator) },
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

/** The speakers' traits in the original's order; it took the username out, which is in `user`. */
const speakerTraits = [
  'age',
  'sex',
  'sexual_orientation',
  'demographic_group',
  'current_employment',
  'education_level',
  'special_instructions',
  'personality_characteristics',
];

/** The annotators'; it took their special instructions out. */
const annotatorTraits = [
  'username',
  'age',
  'sex',
  'sexual_orientation',
  'demographic_group',
  'current_employment',
  'personality_characteristics',
  'education_level',
];

/** The names that both sides have, which pandas tells apart by a suffix on each. */
const onBothSides = new Set(speakerTraits.filter((trait) => annotatorTraits.includes(trait)));

/**
 * The original's columns in its order, without the index (`--original-columns`); never one that it had not. Suffixes
 * come from joining annotations, so without any there are none.
 */
export function originalColumns({ hasAnnotations }: { hasAnnotations: boolean }): ColumnLayout {
  if (!hasAnnotations)
    return [
      { of: 'discussion', columns: discussionColumns.map(withoutSuffix) },
      ...spokenSections,
      { of: 'actor', columns: traitColumns(speakerTraits, '') },
    ];
  return [
    { of: 'discussion', columns: discussionColumns },
    ...spokenSections,
    { of: 'actor', columns: traitColumns(speakerTraits, '_conv') },
    { of: 'annotation', columns: annotationColumns },
    { of: 'answer', columns: [answer] },
    { of: 'annotation', columns: traitColumns(annotatorTraits, '_annot') },
  ];
}

const spokenSections: ColumnLayout = [
  { of: 'comment', columns: commentColumns },
  { of: 'actor', columns: actorColumns },
  { of: 'comment', columns: placeColumns },
];

function withoutSuffix<Item>(column: Column<Item>): Column<Item> {
  return { ...column, name: column.name.replace(/^(timestamp|ctx_length)_conv$/, '$1') };
}

function traitColumns(traits: readonly string[], suffix: string): Column<{ traits: Traits }>[] {
  return traits.map((trait) => ({
    name: onBothSides.has(trait) ? `${trait}${suffix}` : trait,
    type: 'text',
    cell: ({ traits: own }) => pythonText(own.get(trait)),
  }));
}
