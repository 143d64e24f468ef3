import { nameKey } from '../../name-key.js';
import type { Detector } from '../detector.js';

/**
 * `@name` of nobody who takes part. A part of a name of several words is enough to mean somebody. False positives: handles
 * of the world outside.
 */
export const mentionsNobody: Detector = {
  finds(raw, { actors }) {
    if (!raw.includes('@')) return false;
    const names = actors.flatMap((actor) => [nameKey(actor), ...nameKey(actor).split(/\s+/u)]).filter(Boolean);
    return [...raw.matchAll(mention)].some(({ groups }) => {
      const after = nameKey(groups?.['after'] ?? '');
      return !everybody.test(after) && !names.some((name) => after.startsWith(name) && isEnd(after.slice(name.length)));
    });
  },
};

/** Not within a mail address. */
const mention = /(?<![\p{L}\p{N}_.])@\[?(?<after>[\p{L}\p{N}_][^\n@]{0,60})/gu;
const everybody = /^(?:all|everyone|everybody|here|channel|others)(?![\p{L}\p{N}_])/u;

function isEnd(rest: string): boolean {
  return !/^[\p{L}\p{N}_]/u.test(rest);
}
