import type { Detector } from '../detector.js';
import { isNearly, sentencesOf, wordsOf } from '../sentences.js';

/**
 * A sentence of 5 words or more twice, or a few words in a loop: `open open open open open`. False positives: refrains.
 */
export const repeatsWithin: Detector = {
  finds(raw) {
    const sentences = sentencesOf(raw).filter(({ words }) => words.length >= 5);
    if (new Set(sentences.map(({ key }) => key)).size < sentences.length) return true;
    const isTwice = sentences.some((one, index) => sentences.slice(index + 1).some((other) => isNearly(one, other, 8)));
    return isTwice || hasLoop(wordsOf(raw));
  },
};

const longestUnit = 30;

/** Up to 30 words three times in a row, or twice from 10 words on; a single word five times. */
function hasLoop(words: readonly string[]): boolean {
  for (let unit = 1; unit <= longestUnit; unit += 1) {
    let repeated = 0;
    for (let index = unit; index < words.length; index += 1) {
      repeated = words[index] === words[index - unit] ? repeated + 1 : 0;
      if (repeated >= (unit >= 10 ? unit : Math.max(2 * unit, unit === 1 ? 4 : 8))) return true;
    }
  }
  return false;
}
