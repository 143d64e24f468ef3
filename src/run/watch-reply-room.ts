import type { Completion } from '../backends/backend.js';
import type { RunLog } from './run-log.js';

/**
 * Counts the replies that had less room than `max_tokens`, and those made with less history than planned; `tell` warns
 * about them once, at the end of the run.
 */
export interface ReplyRoom {
  note(asked: number, completion: Completion): void;
  tell(log: Pick<RunLog, 'warn'>): void;
}

export function watchReplyRoom(): ReplyRoom {
  const short = { replies: 0, cut: 0, asked: 0 };
  const forgetful = { replies: 0, comments: 0 };
  return {
    note(asked, { max_tokens: room, finish_reason: reason, dropped_blocks: dropped }) {
      forgetful.replies += dropped > 0 ? 1 : 0;
      forgetful.comments += dropped;
      if (room === undefined) return;
      short.replies += 1;
      short.cut += reason === 'length' || reason === 'no_text' ? 1 : 0;
      short.asked = Math.max(short.asked, asked);
    },
    tell(log) {
      if (short.replies > 0)
        log.warn(
          `${count(short.replies)} had less room than max_tokens (${short.asked}), and ${short.cut} of them were cut off: raise ctx_width_tokens or lower max_tokens`,
        );
      if (forgetful.replies > 0)
        log.warn(
          `${count(forgetful.replies)} were made with less history than history_ctx_len, without ${forgetful.comments} comments in all, which did not fit: raise ctx_width_tokens or lower history_ctx_len (column dropped_comments)`,
        );
    },
  };
}

function count(replies: number): string {
  return replies === 1 ? '1 reply' : `${replies} replies`;
}
