import { maskNames } from '../../annotation/mask-names.js';
import type { AnnotationConfig } from '../../config/experiment-config.js';
import { shownComments } from '../../discussion/transcript.js';
import type { CommentRecord, DiscussionRecord } from '../../documents/records.js';

/** What people see of a comment and before it. */
export interface SheetItem {
  item: string;
  role: string;
  topic: string;
  /** The seed opinions. */
  opening: readonly Spoken[];
  /** The comments that annotators were shown before it. */
  earlier: readonly Spoken[];
  text: string;
}

export interface Spoken {
  name: string;
  text: string;
}

export type Reading = Pick<AnnotationConfig, 'historyLength' | 'historyCountsComment' | 'showModeratorInContext'>;

/** All names are masked: one may tell the role, and a moderator's the condition. */
export function sheetItem(
  { discussion, turn, item }: { discussion: DiscussionRecord; turn: number; item: string },
  reading: Reading,
): SheetItem {
  const spoken = maskNames(discussion.comments.map(asSpoken), 'all');
  const before = spoken.slice(0, turn).filter(({ role }) => reading.showModeratorInContext || role !== 'moderator');
  const length = reading.historyLength - (reading.historyCountsComment ? 1 : 0);
  const isOpening = (at: number): boolean => discussion.comments[at]?.isOpening === true;
  return {
    item,
    role: discussion.comments[turn]?.actor.role ?? '',
    topic: discussion.topic ?? '',
    opening: spoken.filter((_, at) => at < turn && isOpening(at)).map(named),
    earlier: shownComments(
      before.filter(({ turn: at }) => !isOpening(at)),
      Math.max(0, length),
    ).map(named),
    text: spoken[turn]?.text ?? '',
  };
}

function asSpoken({ actor, text, turn }: CommentRecord) {
  return { name: actor.name, text, turn, role: actor.isModerator ? ('moderator' as const) : ('participant' as const) };
}

function named({ name, text }: Spoken): Spoken {
  return { name, text };
}

/** Comments as one text. */
export function asText(comments: readonly Spoken[]): string {
  return comments.map(({ name, text }) => `${name}: ${text}`).join('\n\n');
}
