import { isCopied } from '../copies.js';
import type { Detector } from '../detector.js';

/**
 * Copies a sentence of 8 words or more, or nearly the whole comment, from somebody else. Lines that quote with `>` do not
 * count. False positives: quoting in quotation marks.
 */
export const repeatsOthers: Detector = {
  finds(raw, known) {
    const others = known.history.filter(({ name }) => name !== known.speaker);
    return isCopied(raw, known, others);
  },
};
