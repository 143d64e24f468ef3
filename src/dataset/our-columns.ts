import type { Column, ColumnLayout, SpokenComment, TraitNames } from './column-layout.js';
import type { AnnotationEntry, AnnotationRecord } from './records.js';
import { traitCell } from './trait-cell.js';
import { claimTitle } from './claim-title.js';

const commentColumns: readonly Column<SpokenComment>[] = [
  { title: 'discussion_id', cell: ({ discussion }) => discussion.id },
  { title: 'created_at', cell: ({ discussion }) => discussion.createdAt },
  { title: 'history_length', cell: ({ discussion }) => discussion.historyLength },
  { title: 'condition', cell: ({ discussion }) => discussion.condition },
  { title: 'replicate', cell: ({ discussion }) => discussion.replicate },
  { title: 'turn', cell: ({ comment }) => comment.turn },
  { title: 'comment_id', cell: commentId },
  { title: 'actor', cell: ({ comment }) => comment.actor.name },
  { title: 'role', cell: ({ comment }) => comment.actor.role },
  { title: 'is_moderator', cell: ({ comment }) => String(comment.actor.isModerator) },
  { title: 'text', cell: ({ comment }) => comment.text },
  { title: 'raw_text', cell: ({ comment }) => comment.rawText },
  { title: 'model', cell: ({ comment }) => comment.model },
  { title: 'prompt', cell: ({ comment }) => comment.actor.prompt },
];

const annotationColumns: readonly Column<AnnotationRecord>[] = [
  { title: 'annotator', cell: (annotation) => annotation.annotator },
  { title: 'annotator_model', cell: (annotation) => annotation.model },
  { title: 'annotator_prompt', cell: (annotation) => annotation.prompt },
  { title: 'repeat', cell: (annotation) => annotation.repeat },
];

/** The default layout. A trait whose column's name is already taken gets `_trait` after it; labels keep their names. */
export function ourColumns(traits: TraitNames): ColumnLayout {
  const taken = new Set([...commentColumns, ...annotationColumns].map((column) => column.title).concat('annotation'));
  const labels = [...(traits.metrics ?? [])].flatMap((name) => labelColumns(name, taken));
  return {
    comment: [
      ...commentColumns,
      ...[...(traits.factors ?? [])].map((name) => factorColumn(name, taken)),
      ...[...(traits.topicMetadata ?? [])].map((name) => topicColumn(name, taken)),
      ...[...traits.personas].map((name) => personaColumn(name, taken)),
    ],
    annotation: [...annotationColumns, ...[...traits.annotators].map((name) => annotatorColumn(name, taken))],
    answer: [{ title: 'annotation', cell: ({ answer }) => answer }, ...labels],
    annotationEnd: [],
  };
}

/** Names a comment for good: its discussion and its place there. */
export function commentId({ discussion, comment }: SpokenComment): string {
  return `${discussion.id}/${comment.turn}`;
}

/** A factor has its own name as title, so that it reads as the variable that it is. */
function factorColumn(name: string, taken: Set<string>): Column<SpokenComment> {
  return {
    title: claimTitle(taken.has(name) ? `factor_${name}` : name, taken),
    cell: ({ discussion }) => discussion.factors?.[name] ?? null,
  };
}

function topicColumn(name: string, taken: Set<string>): Column<SpokenComment> {
  const cell = (value: string | number | boolean | null | undefined): string | number | null =>
    typeof value === 'boolean' ? String(value) : (value ?? null);
  return {
    title: claimTitle(`topic_${name}`, taken),
    cell: ({ discussion }) => cell(discussion.topicMetadata?.[name]),
  };
}

function personaColumn(name: string, taken: Set<string>): Column<SpokenComment> {
  return { title: claimTitle(`persona_${name}`, taken), cell: ({ comment }) => traitCell(comment.actor.traits, name) };
}

function annotatorColumn(name: string, taken: Set<string>): Column<AnnotationRecord> {
  return { title: claimTitle(`annotator_${name}`, taken), cell: ({ traits }) => traitCell(traits, name) };
}

/** A label, and whether it is one: an empty cell alone would not tell "cannot judge" from an answer that is none. */
function labelColumns(name: string, taken: Set<string>): Column<AnnotationEntry>[] {
  return [
    { title: claimTitle(`label_${name}`, taken), cell: ({ labels }) => labels.get(name)?.value ?? null },
    { title: claimTitle(`status_${name}`, taken), cell: ({ labels }) => labels.get(name)?.status ?? null },
  ];
}
