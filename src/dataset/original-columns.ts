import type { Column, ColumnLayout, SpokenComment } from './column-layout.js';
import { commentId } from './columns/comment-columns.js';
import { pythonText } from './python-text.js';
import type { ActorRecord, AnnotationEntry, AnnotationRecord, DiscussionRecord, Traits } from '../documents/records.js';

const discussionColumns: readonly Column<DiscussionRecord>[] = [
  { name: 'conv_id', type: 'text', meaning: 'id of the discussion', cell: ({ id }) => id },
  {
    name: 'timestamp_conv',
    type: 'text',
    meaning: 'when the discussion was made, as in its file',
    cell: ({ timestamp }) => timestamp,
  },
  {
    name: 'ctx_length_conv',
    type: 'integer',
    meaning: 'how many comments a speaker was shown',
    cell: ({ historyLength }) => historyLength,
  },
  {
    name: 'conv_variant',
    type: 'text',
    meaning: 'the condition; of files of the original, their folder',
    isCategory: true,
    cell: ({ condition }) => condition,
  },
];

const commentColumns: readonly Column<SpokenComment>[] = [
  { name: 'user', type: 'text', meaning: 'who speaks', cell: ({ comment }) => comment.actor.name },
  {
    name: 'message',
    type: 'text',
    meaning: 'the comment; of a silent turn, what its file has',
    cell: ({ comment }) => comment.fileText ?? comment.text,
  },
  {
    name: 'model',
    type: 'text',
    meaning: 'the model that wrote the comment; `hardcoded` for seed opinions',
    cell: ({ comment }) => comment.model,
  },
];

const actorColumns: readonly Column<ActorRecord>[] = [
  { name: 'user_prompt', type: 'text', meaning: "the speaker's prompt", cell: ({ prompt }) => prompt },
  {
    name: 'is_moderator',
    type: 'text',
    meaning: 'whether the speaker is the moderator, as Python prints it',
    isCategory: true,
    cell: ({ isModerator }) => pythonText(isModerator),
  },
];

const placeColumns: readonly Column<SpokenComment>[] = [
  { name: 'message_id', type: 'text', meaning: 'id of the comment', cell: commentId },
  {
    name: 'message_order',
    type: 'integer',
    meaning: 'place of the comment in its discussion, from 1',
    cell: ({ comment }) => comment.turn + 1,
  },
];

const annotationColumns: readonly Column<AnnotationRecord>[] = [
  {
    name: 'timestamp_annot',
    type: 'text',
    meaning: 'when the annotation was made, as in its file',
    cell: ({ timestamp }) => timestamp,
  },
  { name: 'annotator_model', type: 'text', meaning: 'the model of the annotator', cell: ({ model }) => model },
  { name: 'annotator_prompt', type: 'text', meaning: "the annotator's prompt", cell: ({ prompt }) => prompt },
  {
    name: 'ctx_length_annot',
    type: 'integer',
    meaning: 'how many comments the annotator was shown',
    cell: ({ historyLength }) => historyLength,
  },
  {
    name: 'annotation_variant',
    type: 'text',
    meaning: 'the folder of the annotation file',
    cell: ({ folder }) => folder,
  },
];

const answer: Column<AnnotationEntry> = {
  name: 'annotation',
  type: 'text',
  meaning: "the annotator's whole answer",
  cell: (entry) => entry.answer,
};

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
      { of: 'actor', columns: traitColumns(speakerTraits, { suffix: '', whose: 'speaker' }) },
    ];
  return [
    { of: 'discussion', columns: discussionColumns },
    ...spokenSections,
    { of: 'actor', columns: traitColumns(speakerTraits, { suffix: '_conv', whose: 'speaker' }) },
    { of: 'annotation', columns: annotationColumns },
    { of: 'answer', columns: [answer] },
    { of: 'annotation', columns: traitColumns(annotatorTraits, { suffix: '_annot', whose: 'annotator' }) },
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

function traitColumns(
  traits: readonly string[],
  { suffix, whose }: { suffix: string; whose: 'speaker' | 'annotator' },
): Column<{ traits: Traits }>[] {
  return traits.map((trait) => ({
    name: onBothSides.has(trait) ? `${trait}${suffix}` : trait,
    type: 'text',
    meaning: `${trait} of the ${whose}`,
    empty: 'not among the traits',
    cell: ({ traits: own }) => pythonText(own.get(trait)),
  }));
}
