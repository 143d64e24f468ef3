import type { GenerationRecord } from '../../documents/records.js';
import type { Column, SpokenComment } from '../column-layout.js';
import { mentions } from '../mentions.js';

/** A stable id of a comment: its discussion and its turn. */
export function commentId({ discussion, comment }: SpokenComment): string {
  return `${discussion.id}/${comment.turn}`;
}

const notGenerated = 'a seed opinion, or a file of the original';
const notCounted = `${notGenerated}, or the engine does not report it`;

export const commentKey: Column<SpokenComment> = {
  name: 'comment_id',
  type: 'text',
  meaning: "The comment, the same in every export: the discussion's id, a slash, the turn.",
  cell: commentId,
};

export const placeColumns: readonly Column<SpokenComment>[] = [
  {
    name: 'turn',
    type: 'integer',
    meaning: 'Position in the discussion, from 0.',
    cell: ({ comment }) => comment.turn,
  },
  commentKey,
];

export const rawText: Column<SpokenComment> = {
  name: 'raw_text',
  type: 'text',
  meaning:
    "The model's reply before cleaning and repairs; for seed opinions and files of the original the same as `text`.",
  empty: 'an empty reply',
  cell: ({ comment }) => comment.rawText,
};

export const commentColumns: readonly Column<SpokenComment>[] = [
  {
    name: 'is_opening',
    type: 'boolean',
    meaning: '`true` for a seed opinion, which no model wrote.',
    cell: ({ comment }) => comment.isOpening,
  },
  {
    name: 'is_silent',
    type: 'boolean',
    meaning: '`true` if the actor chose to be silent.',
    cell: ({ comment }) => comment.text === '' && !comment.missing,
  },
  {
    name: 'text',
    type: 'text',
    meaning: 'The comment.',
    empty: 'a silent turn (`is_silent`), or a missing comment (`missing`)',
    cell: ({ comment }) => comment.text,
  },
  rawText,
  {
    name: 'mentions',
    type: 'list',
    meaning:
      'Participants, and the moderator, whom the comment addresses as @name: a JSON array of names in seating order. It does not say that the comment is a reply to them.',
    cell: ({ discussion, comment }) => JSON.stringify(mentions(comment.text, discussion).map(({ name }) => name)),
  },
  {
    name: 'model',
    type: 'text',
    meaning: "The model's name, `hardcoded` for a seed opinion, or `injected` for a comment that a program put in.",
    empty: 'the file does not say',
    isCategory: true,
    cell: ({ comment }) => comment.model,
  },
  {
    name: 'finish_reason',
    type: 'text',
    meaning:
      'Why the reply ended: `stop`, `stop_string`, `length`, or why there is none: `no_text`, `content_filter`, `refused`, `failed`.',
    empty: notGenerated,
    isCategory: true,
    cell: ({ comment }) => comment.generation?.finishReason ?? null,
  },
  {
    name: 'tries',
    type: 'integer',
    meaning: 'How often the speaker was asked in this turn; the row has the last try.',
    empty: notGenerated,
    cell: ({ comment }) => triesOf(comment.generation),
  },
  {
    name: 'missing',
    type: 'text',
    meaning: 'Why there is no comment although the actor did not choose to be silent.',
    empty: 'not missing',
    isCategory: true,
    cell: ({ comment }) => comment.missing ?? null,
  },
  {
    name: 'repairs',
    type: 'text',
    meaning: 'What was taken out of the reply (`own_prefix`, `other_speaker`, `dangling_prefix`), joined by commas.',
    empty: 'nothing',
    isCategory: true,
    cell: ({ comment }) => comment.repairs?.join(', ') ?? null,
  },
  {
    name: 'flags',
    type: 'list',
    meaning:
      'The detectors that found a fault in the reply, as the model gave it (docs/quality.md): a JSON array of their names, `[]` if none did.',
    empty: `${notGenerated}, or the document is of a version without detectors`,
    cell: ({ comment }) => (comment.flags ? JSON.stringify(comment.flags) : null),
  },
  {
    name: 'resampled',
    type: 'boolean',
    meaning:
      '`true` if the turn was tried again because of a detector: `text` is then a draw from the replies without that fault. Repeat the analysis without these comments, or with `first_text`.',
    empty: notGenerated,
    cell: ({ comment }) => (comment.generation ? comment.firstTry !== undefined : null),
  },
  {
    name: 'first_text',
    type: 'text',
    meaning:
      'The comment that the first try would have given; `text` unless `resampled`. Later speakers did not read it.',
    empty: 'a silent turn (`is_silent`), or a missing comment (`missing`)',
    cell: ({ comment }) => comment.firstTry?.text ?? comment.text,
  },
  {
    name: 'prompt_tokens',
    type: 'integer',
    meaning: 'Length of the prompt.',
    unit: 'tokens',
    empty: notCounted,
    cell: ({ comment }) => comment.generation?.promptTokens ?? null,
  },
  {
    name: 'completion_tokens',
    type: 'integer',
    meaning: 'Length of the reply.',
    unit: 'tokens',
    empty: notCounted,
    cell: ({ comment }) => comment.generation?.completionTokens ?? null,
  },
  {
    name: 'dropped_comments',
    type: 'integer',
    meaning: 'Comments of the history that were left out because they did not fit into the context.',
    unit: 'comments',
    empty: notCounted,
    cell: ({ comment }) => comment.generation?.droppedComments ?? null,
  },
  {
    name: 'turn_seed',
    type: 'integer',
    meaning: 'The sampling seed of this turn.',
    empty: notGenerated,
    cell: ({ comment }) => comment.generation?.seed ?? null,
  },
];

export const intervention: Column<SpokenComment> = {
  name: 'intervention',
  type: 'text',
  meaning:
    "The moderator's answer when it was asked whether it wants to intervene: `yes`, `no` (its turn is silent) or `unclear` (it had its turn).",
  empty: 'not asked',
  isCategory: true,
  cell: ({ comment }) => comment.intervention ?? null,
};

function triesOf(generation: GenerationRecord | undefined): number | null {
  return generation ? generation.failedTries.length + 1 : null;
}
