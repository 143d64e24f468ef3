import { commentPrompt, orderKeyOf } from '../../annotation/comment-prompt.js';
import { maskNames } from '../../annotation/mask-names.js';
import { messagesOf, turnsOf } from '../../backends/backend.js';
import { annotationRecord } from '../../documents/annotation-record.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import type { RenderedPrompt } from '../../manuscript/study-facts.js';
import { systemOnly } from './render-turn-prompt.js';

/** What an annotator was asked about the last comment of a discussion; only the system text for files that do not say. */
export function renderAnnotatorPrompt(file: AnnotationFile, discussion: DiscussionFile): RenderedPrompt | undefined {
  const { annotator, model, prompt: system, set } = annotationRecord(file);
  if (system === '') return undefined;
  const actor = set === 'default' ? `annotator (${model})` : `annotator (${model}, set ${set})`;
  if (file.origin === 'original' || discussion.origin === 'original')
    return { actor, source: `${annotator}, ${discussion.stem}`, ...systemOnly(system) };
  const { comments, ctx_length: historyLength, specification, model: identity, form, seed } = file.document;
  const last = comments.at(-1);
  if (!last || !specification) return { actor, source: annotator, ...systemOnly(system) };
  const shown =
    discussion.origin === 'imported'
      ? discussion.document.logs.map((comment) => ({ ...comment, role: 'participant' as const }))
      : discussion.document.logs;
  const asked = commentPrompt(
    {
      historyLength,
      showModeratorInContext: specification['show_moderator_in_context'] === true,
      ...(specification['history_counts_comment'] === true && { historyCountsComment: true }),
      ...(specification['history_format'] === 'wrapped' && { historyFormat: 'wrapped' }),
    },
    masked(shown, specification['mask_names']),
    { turn: last.turn, orderKey: orderKeyOf(form, { seed, discussionId: discussion.document.id, turn: last.turn }) },
  );
  const dropped = { ...asked, history: asked.history.slice(last.dropped_blocks) };
  return {
    actor,
    source: `${annotator}, comment ${last.turn} of ${discussion.document.id}`,
    messages: messagesOf(system, turnsOf(dropped), identity.prompt_format?.system_role !== 'user'),
    tokens: last.prompt_tokens ?? null,
    isSystemOnly: false,
  };
}

type Shown = Parameters<typeof commentPrompt>[1];

function masked(comments: Shown, whose: unknown): Shown {
  return whose === 'moderator' || whose === 'all' ? maskNames(comments, whose) : comments;
}
