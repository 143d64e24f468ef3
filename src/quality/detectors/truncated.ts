import type { Detector } from '../detector.js';

/**
 * Broken off at max_tokens: the reply ended at the limit, and not with the end of a sentence. Nothing is said where the
 * file does not say why a reply ended. False positives: comments that end without a full stop, just at the limit.
 */
export const truncated: Detector = {
  finds: (raw, { finishReason }) =>
    finishReason === 'length' &&
    !/[.!?…。．！？؟۔।॥։።\p{Extended_Pictographic}][\s\p{Emoji_Modifier}\uFE0F)\]"'”’»›」』）》*_]*$/u.test(raw),
};
