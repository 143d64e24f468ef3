import type { Detector } from '../detector.js';

/**
 * The model's reasoning about its task: `<think>…</think>`, or `Okay, the user wants me to reply as Marta.` The sentences
 * are looked for in English, at the beginning. False positives: a comment that speaks of users and instructions.
 */
export const thinkLeak: Detector = {
  finds: (raw) => tag.test(raw) || reasoning.test(raw.trimStart().slice(0, 250)),
  strip: (raw) => upToStart(fromEnd(withoutPairs(raw))).trim(),
};

const names = 'think|thinking|thought|thoughts|reasoning|scratchpad|reflection';
const tag = new RegExp(`</?(?:${names})>|[◁◀]/?think[▷▶]|<\\|channel\\|>\\s*analysis|^\\s*Thought:`, 'i');
const opening = new RegExp(`<(?:${names})>`, 'i');
const closing = new RegExp(`</(?:${names})>|◁/think▷`, 'gi');
const mark = new RegExp(`</?(?:${names})>|◁/?think▷`, 'gi');
const reasoning =
  /\bthe user (?:wants|is asking|asks|asked|said|has asked)\b|\bwhat the user\b|\b(?:the|my) instructions? (?:say|says|tell|is to|are to|ask)\b|\b(?:I|we) (?:need|have|should|am supposed|are supposed) to (?:write|reply|respond|answer|create|craft)\b[^.\n]{0,30}\b(?:as|comment|reply|response)\b/i;

/**
 * Without each opening tag and all that follows it to the next closing tag of its kind. Reads the reply once: a pattern
 * for both would search all the rest of it again after every tag that is never closed.
 */
function withoutPairs(raw: string): string {
  let [kept, from] = ['', 0];
  for (const { at, end } of pairsIn(raw)) {
    if (at < from) continue;
    kept += raw.slice(from, at);
    from = end;
  }
  return kept + raw.slice(from);
}

function pairsIn(raw: string): { at: number; end: number }[] {
  const ends = new Map<string, number>();
  const pairs = Array.from(raw.matchAll(mark))
    .reverse()
    .flatMap(({ 0: text, index: at }) => {
      const kind = text.replace('/', '').toLowerCase();
      if (text.includes('/')) ends.set(kind, at + text.length);
      const end = ends.get(kind);
      return text.includes('/') || end === undefined ? [] : [{ at, end }];
    });
  return pairs.reverse();
}

/** Templates often open the tag in the prompt. */
function fromEnd(raw: string): string {
  const last = Array.from(raw.matchAll(closing)).at(-1);
  return last ? raw.slice(last.index + last[0].length) : raw;
}

function upToStart(raw: string): string {
  const at = raw.search(opening);
  return at < 0 ? raw : raw.slice(0, at);
}
