import type { DetectorName, Known } from './detector.js';
import { detectors } from './registry.js';

/** The detectors that find something in a reply, in the registry's order. Of an endless one they see both ends. */
export function inspectReply(raw: string, known: Known): DetectorName[] {
  const seen = bothEnds(raw);
  const knownOfSeen = { ...known, history: readable(known.history) };
  return detectorNames.filter((name) => detectors[name].finds(seen, knownOfSeen));
}

/** In UTF-16 units: a hundred long comments. Detectors that compare all sentences with each other take no longer than that. */
const longestRead = 50_000;

function bothEnds(text: string): string {
  if (text.length <= longestRead) return text;
  return `${text.slice(0, longestRead / 2)}\n${text.slice(-longestRead / 2)}`.toWellFormed();
}

/** The same array and the same comments where nothing is too long: what is known of them is remembered by identity. */
function readable(history: Known['history']): Known['history'] {
  if (history.every(({ text }) => text.length <= longestRead)) return history;
  return history.map((comment) =>
    comment.text.length > longestRead ? { ...comment, text: bothEnds(comment.text) } : comment,
  );
}

export const detectorNames = Object.keys(detectors) as readonly DetectorName[];
