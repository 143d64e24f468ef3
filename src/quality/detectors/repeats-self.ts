import { isCopied } from '../copies.js';
import type { Detector } from '../detector.js';

/**
 * Copies a sentence of 8 words or more, or nearly the whole comment, from the speaker's own earlier comments. False
 * positives: a moderator's formula, and insisting.
 */
export const repeatsSelf: Detector = {
  finds(raw, known) {
    const own = known.history.filter(({ name }) => name === known.speaker);
    return isCopied(raw, known, own);
  },
};
