import type { Column, ColumnLayout, SpokenComment } from './column-layout.js';
import { personaId } from '../persona-id.js';
import { asCell, type ColumnType } from './column-type.js';
import { columnsOf, traitColumns } from './columns-of.js';
import type { FoundColumns } from './found-columns.js';
import { labelNames } from './label-names.js';
import { nameClaims, type NameClaims } from './name-claims.js';
import type {
  ActorRecord,
  AnnotationEntry,
  AnnotationRecord,
  AnnotationSetRecord,
  DiscussionRecord,
  ScoreRecord,
  GenerationRecord,
} from '../documents/records.js';

const discussionColumns: readonly Column<DiscussionRecord>[] = [
  { name: 'discussion_id', type: 'text', cell: ({ id }) => id },
  { name: 'created_at', type: 'text', cell: ({ createdAt }) => createdAt },
  { name: 'condition', type: 'text', cell: ({ condition }) => condition },
  { name: 'replicate', type: 'integer', cell: ({ replicate }) => replicate },
  { name: 'topic', type: 'text', cell: ({ topic }) => topic ?? null },
  { name: 'history_length', type: 'integer', cell: ({ historyLength }) => historyLength },
];

const placeColumns: readonly Column<SpokenComment>[] = [
  { name: 'turn', type: 'integer', cell: ({ comment }) => comment.turn },
  { name: 'comment_id', type: 'text', cell: commentId },
];

const actorColumns: readonly Column<ActorRecord>[] = [
  { name: 'actor', type: 'text', cell: ({ name }) => name },
  { name: 'role', type: 'text', cell: ({ role }) => role },
  { name: 'is_moderator', type: 'boolean', cell: ({ isModerator }) => isModerator },
];

const rawText: Column<SpokenComment> = { name: 'raw_text', type: 'text', cell: ({ comment }) => comment.rawText };

const commentColumns: readonly Column<SpokenComment>[] = [
  { name: 'is_opening', type: 'boolean', cell: ({ comment }) => comment.isOpening },
  { name: 'is_silent', type: 'boolean', cell: ({ comment }) => comment.text === '' && !comment.missing },
  { name: 'text', type: 'text', cell: ({ comment }) => comment.text },
  rawText,
  { name: 'model', type: 'text', cell: ({ comment }) => comment.model },
  { name: 'finish_reason', type: 'text', cell: ({ comment }) => comment.generation?.finishReason ?? null },
  { name: 'tries', type: 'integer', cell: ({ comment }) => triesOf(comment.generation) },
  { name: 'missing', type: 'text', cell: ({ comment }) => comment.missing ?? null },
  { name: 'repairs', type: 'text', cell: ({ comment }) => comment.repairs?.join(', ') ?? null },
  { name: 'prompt_tokens', type: 'integer', cell: ({ comment }) => comment.generation?.promptTokens ?? null },
  { name: 'completion_tokens', type: 'integer', cell: ({ comment }) => comment.generation?.completionTokens ?? null },
  { name: 'dropped_comments', type: 'integer', cell: ({ comment }) => comment.generation?.droppedComments ?? null },
  { name: 'turn_seed', type: 'integer', cell: ({ comment }) => comment.generation?.seed ?? null },
];

function triesOf(generation: GenerationRecord | undefined): number | null {
  return generation ? generation.failedTries.length + 1 : null;
}

const prompt: Column<ActorRecord> = { name: 'prompt', type: 'text', cell: (actor) => actor.prompt };

const persona: Column<ActorRecord> = {
  name: 'persona_id',
  type: 'text',
  cell: ({ traits, isAmbiguous }) => (traits.size > 0 && !isAmbiguous ? personaId(Object.fromEntries(traits)) : null),
};

const setColumns: readonly Column<AnnotationSetRecord>[] = [
  { name: 'annotation_set', type: 'text', cell: ({ name }) => name },
  { name: 'is_sampled', type: 'boolean', cell: ({ isSampled }) => isSampled },
  { name: 'inclusion_probability', type: 'number', cell: ({ inclusionProbability }) => inclusionProbability },
];

const annotationColumns: readonly Column<AnnotationRecord>[] = [
  { name: 'annotator', type: 'text', cell: ({ annotator }) => annotator },
  { name: 'annotator_id', type: 'text', cell: ({ annotatorId, folder }) => annotatorId ?? (folder || null) },
  { name: 'annotator_model', type: 'text', cell: ({ model }) => model },
  { name: 'annotator_prompt', type: 'text', cell: (annotation) => annotation.prompt },
  { name: 'repeat', type: 'integer', cell: ({ repeat }) => repeat },
];

const answer: Column<AnnotationEntry> = { name: 'annotation', type: 'text', cell: (entry) => entry.answer };

const fixedNames = [
  discussionColumns,
  placeColumns,
  actorColumns,
  commentColumns,
  [prompt, persona],
  setColumns,
  annotationColumns,
  [answer],
].flatMap((columns) => columns.map(({ name }) => name));

/**
 * The default layout: columns of the discussion, of the comment, of its speaker, of the annotation. A name already taken
 * gets the suffix `_trait`; labels keep their names.
 */
export function ourColumns(found: FoundColumns, { withRawText }: { withRawText: boolean }): ColumnLayout {
  const claim = nameClaims(fixedNames);
  const { types, scored } = labelNames(found.metrics);
  const labels = columnsOf(types, (label, type) => labelColumns(label, type, claim)).flat();
  const scores = columnsOf(types, (label, type) => (scored.has(label) ? scoreColumns(label, type, claim) : [])).flat();
  const factors = columnsOf(found.factors, (factor, type) => factorColumn(factor, type, claim));
  const metadata = columnsOf(found.topicMetadata, (key, type) => topicColumn(key, type, claim));
  const personas = traitColumns(found.personas, (trait) => claim.take(`persona_${trait}`));
  const annotators = traitColumns(found.annotators, (trait) => claim.take(`annotator_${trait}`));
  return [
    { of: 'discussion', columns: [...discussionColumns, ...factors, ...metadata] },
    { of: 'comment', columns: placeColumns },
    { of: 'actor', columns: actorColumns },
    { of: 'comment', columns: commentColumns.filter((column) => withRawText || column !== rawText) },
    { of: 'actor', columns: [prompt, persona, ...personas] },
    { of: 'set', columns: setColumns },
    { of: 'annotation', columns: [...annotationColumns, ...annotators] },
    { of: 'answer', columns: [answer, ...labels, ...scores] },
  ];
}

/** A stable id of a comment: its discussion and its turn. */
export function commentId({ discussion, comment }: SpokenComment): string {
  return `${discussion.id}/${comment.turn}`;
}

/** A factor keeps its own name, so that it reads as the variable that it is. */
function factorColumn(factor: string, type: ColumnType, claim: NameClaims): Column<DiscussionRecord> {
  const name = claim.take(claim.isTaken(factor) ? `factor_${factor}` : factor);
  return { name, type, cell: ({ factors }) => asCell(factors?.[factor], type) };
}

function topicColumn(key: string, type: ColumnType, claim: NameClaims): Column<DiscussionRecord> {
  const name = claim.take(`topic_${key}`);
  return { name, type, cell: ({ topicMetadata }) => asCell(topicMetadata?.[key], type) };
}

/** A label and its status: an empty cell alone would not distinguish "cannot judge" from an invalid answer. */
function labelColumns(metric: string, type: ColumnType, claim: NameClaims): Column<AnnotationEntry>[] {
  const value = claim.take(`label_${metric}`);
  const status = claim.take(`status_${metric}`);
  return [
    { name: value, type, cell: ({ labels }) => asCell(labels.get(metric)?.value, type) },
    { name: status, type: 'text', cell: ({ labels }) => labels.get(metric)?.status ?? null },
  ];
}

/**
 * What the model made of a metric. The probabilities are one JSON object, since there may be a hundred values, and any
 * text may be one.
 */
function scoreColumns(metric: string, type: ColumnType, claim: NameClaims): Column<AnnotationEntry>[] {
  const scoreOf = ({ labels }: AnnotationEntry): ScoreRecord | undefined => labels.get(metric)?.score;
  const columns: Column<AnnotationEntry>[] = [
    { name: `label_p_${metric}`, type: 'text', cell: (entry) => asJson(scoreOf(entry)?.probabilities) },
    { name: `expected_${metric}`, type: 'number', cell: (entry) => scoreOf(entry)?.expected ?? null },
    { name: `legal_mass_${metric}`, type: 'number', cell: (entry) => scoreOf(entry)?.legalMass ?? null },
  ];
  const ours = columns.filter(({ name }) => type !== 'text' || !name.startsWith('expected_'));
  return ours.map((column) => ({ ...column, name: claim.take(column.name) }));
}

function asJson(probabilities: ScoreRecord['probabilities'] | undefined): string | null {
  if (!probabilities) return null;
  // By hand: an object would put values that look like numbers first.
  const entries = probabilities.map(
    ([value, probability]) => `${JSON.stringify(value)}:${JSON.stringify(probability)}`,
  );
  return `{${entries.join(',')}}`;
}
