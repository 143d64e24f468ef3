import { isAddressed } from '../../is-addressed.js';
import { lengthOfOwnPrefix } from '../../speaker-line.js';
import type { Detector } from '../detector.js';
import { turnsIn } from '../turns-in.js';

/**
 * Addresses itself, or speaks of itself by name: `@Piet: did you count?` from Piet, `Hector makes a valid point`. Only
 * before the first turn of anybody else. False positives: another person of the same name; names that are words.
 */
export const selfMention: Detector = {
  finds(raw, known) {
    const { speaker, actors } = known;
    if (speaker === '') return false;
    const whole = raw.trim();
    const said = whole.slice(lengthOfOwnPrefix(whole, { speaker, actors }));
    const next = turnsIn(said, known).find(({ start }) => start > 0);
    const own = next ? said.slice(0, next.start) : said;
    if (isAddressed(own.toLowerCase(), speaker)) return !/^@[^\n:@]{1,60} posted[ \t]*:/u.test(own);
    return own.includes(speaker) && ofItself(speaker).test(own);
  },
};

const patterns = new Map<string, RegExp>();
const mostPatterns = 500;

/** A run has a few speakers for thousands of comments. */
function ofItself(speaker: string): RegExp {
  const known = patterns.get(speaker);
  if (known) return known;
  if (patterns.size >= mostPatterns) patterns.clear();
  const pattern = compile(speaker);
  patterns.set(speaker, pattern);
  return pattern;
}

function compile(speaker: string): RegExp {
  const name = `(?<![\\p{L}\\p{N}_])${speaker.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{L}\\p{N}_])`;
  const before = String.raw`\b(?:agree with|like|thanks? to|thank|think|believe|support|to) `;
  const verb = `(?:makes?|made|raises?|raised|has|have|is|was|says?|said|mentioned|mentions|argues|pointed|noted|wrote|would say|brings)`;
  return new RegExp(`(?<!I am |I['’]m |me |name is )(?:${before}${name}|${name} ${verb}\\b)`, 'iu');
}
