import type { Prompt } from '../backends/backend.js';
import { commentBlock, formatted, shownComments, type Comment } from '../discussion/transcript.js';
import type { AnnotationDesign } from '../plan/job.js';

type Reading = Pick<
  AnnotationDesign,
  'historyLength' | 'historyCountsComment' | 'historyFormat' | 'showModeratorInContext'
>;

/**
 * What an annotator is asked about a comment, after its system text. The comment comes last, after at most
 * `historyLength` earlier ones, or as the last of so many.
 */
export function commentPrompt(
  reading: Reading,
  comments: readonly Pick<Comment, 'name' | 'text' | 'role'>[],
  turn: number,
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
    history: blocks,
    closing: `${comment}\nOutput:`,
    ...(historyFormat && { separator }),
  };
}
