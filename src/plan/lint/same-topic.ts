import type { Topic } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';

const alike = 0.8;
const hashes = 32;

interface Fingerprint {
  topic: Topic;
  text: string;
  words: ReadonlySet<string>;
  signature: Uint32Array;
}

/** Two topics with the same opening, or with nearly the same words. */
export const sameTopic: LintRule = ({ topics }) => {
  const known: Fingerprint[] = [];
  return topics.flatMap((topic): Finding[] => {
    if (topic.openings.length === 0) return [];
    const print = fingerprint(topic);
    const twin = known.find((other) => other.text === print.text);
    const sibling = twin ?? known.find((other) => mayBeAlike(other, print) && similarity(other, print) >= alike);
    known.push(print);
    if (!sibling) return [];
    const rule = twin ? 'duplicate-topic' : 'near-duplicate-topic';
    const what = `The topic ${topic.name} has ${twin ? 'the same' : 'nearly the same'} opening as ${sibling.topic.name}.`;
    return [{ rule, what, todo: 'Check that both are intended.', about: { topic } }];
  });
};

function fingerprint(topic: Topic): Fingerprint {
  const text = topic.openings.join('\n').toLowerCase();
  const words = new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []);
  return { topic, text, words, signature: minHash(words) };
}

/**
 * MinHash: the share of equal entries in two signatures estimates the Jaccard similarity of the words (Broder 1997).
 */
function minHash(words: ReadonlySet<string>): Uint32Array {
  const lowest = new Uint32Array(hashes).fill(0xffffffff);
  for (const word of words) {
    let hash = 2166136261;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 16777619);
    for (let index = 0; index < hashes; index += 1) {
      hash = Math.imul(hash ^ (hash >>> 15), 2246822519) + index;
      const value = hash >>> 0;
      if (value < (lowest[index] ?? 0)) lowest[index] = value;
    }
  }
  return lowest;
}

function mayBeAlike(one: Fingerprint, other: Fingerprint): boolean {
  let equal = 0;
  for (let index = 0; index < hashes; index += 1) if (one.signature[index] === other.signature[index]) equal += 1;
  return equal >= hashes * 0.5;
}

/** Jaccard similarity: shared words divided by all words. */
function similarity(one: Fingerprint, other: Fingerprint): number {
  const common = [...one.words].filter((word) => other.words.has(word)).length;
  return common / (one.words.size + other.words.size - common);
}
