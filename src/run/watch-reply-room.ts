import type { Completion } from '../backends/backend.js';
import type { RunLog } from './run-log.js';

/** Counts the replies that had less room than `max_tokens`; `tell` warns about them once, at the end of the run. */
export interface ReplyRoom {
  note(asked: number, completion: Completion): void;
  tell(log: Pick<RunLog, 'warn'>): void;
}

export function watchReplyRoom(): ReplyRoom {
  const short = { replies: 0, cut: 0, asked: 0 };
  return {
    note(asked, { max_tokens: room, finish_reason: reason }) {
      if (room === undefined) return;
      short.replies += 1;
      short.cut += reason === 'length' || reason === 'no_text' ? 1 : 0;
      short.asked = Math.max(short.asked, asked);
    },
    tell(log) {
      if (short.replies === 0) return;
      const replies = short.replies === 1 ? '1 reply' : `${short.replies} replies`;
      log.warn(
        `${replies} had less room than max_tokens (${short.asked}), and ${short.cut} of them were cut off: raise ctx_width_tokens or lower max_tokens`,
      );
    },
  };
}
