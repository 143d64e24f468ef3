import type { Prompt } from '../backends/backend.js';
import { commentBlock, formatted, shownComments, type Comment } from '../discussion/transcript.js';
import type { AnnotationDesign, AnnotationForm } from '../plan/job.js';
import { drawWithoutReplacement, openStream, type StreamKey } from '../random-stream.js';

type Reading = Pick<
  AnnotationDesign,
  'historyLength' | 'historyCountsComment' | 'historyFormat' | 'showModeratorInContext'
>;

/**
 * What an annotator is asked about a comment, after its system text. The comment comes last, after at most
 * `historyLength` earlier ones, or as the last of so many. With `orderKey`, these are in an order drawn by it.
 */
export function commentPrompt(
  reading: Reading,
  comments: readonly Pick<Comment, 'name' | 'text' | 'role'>[],
  { turn, orderKey }: { turn: number; orderKey?: StreamKey | undefined },
): Pick<Prompt, 'opening' | 'history' | 'closing' | 'separator'> {
  const { historyLength, historyCountsComment, historyFormat, showModeratorInContext } = reading;
  const separator = historyFormat ? '\n' : '\n\n';
  const seen = comments.filter(
    ({ role }, at) => at === turn || (at < turn && (showModeratorInContext || role !== 'moderator')),
  );
  const length = historyCountsComment ? Math.max(historyLength, 1) : historyLength + 1;
  const blocks = formatted(shownComments(seen, length), historyFormat).map(commentBlock);
  const comment = blocks.pop() ?? '';
  return {
    opening: `Conversation so far:${separator}`,
    history: orderKey ? shuffled(blocks, orderKey) : blocks,
    closing: `${comment}\nOutput:`,
    ...(historyFormat && { separator }),
  };
}

/** The order is the same for every annotator. */
export function orderKeyOf(
  form: Pick<AnnotationForm, 'name' | 'comments'> | undefined,
  { seed, discussionId, turn }: { seed: number; discussionId: string; turn: number },
): StreamKey | undefined {
  return form?.comments === 'shuffled' ? [seed, 'comment order', discussionId, form.name, turn] : undefined;
}

function shuffled(blocks: readonly string[], key: StreamKey): string[] {
  return drawWithoutReplacement(openStream(key), blocks.length, blocks.length).map((at) => blocks[at] ?? '');
}
