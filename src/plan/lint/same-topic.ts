import type { Topic } from '../../inputs/input-types.js';
import type { Finding, LintRule } from './finding.js';

/** Jaccard similarity: shared words divided by all words. */
const alike = 0.8;
/** Sizes times `alike` are whole numbers that may come out a little higher. */
const rounding = 1e-9;

/** Two topics with the same opening, or with nearly the same words. */
export const sameTopic: LintRule = ({ topics }) => {
  const prints = printTopics(topics.filter(({ openings }) => openings.length > 0));
  const twins = new Map<string, Print>();
  const siblings = openIndex();
  return prints.flatMap((print): Finding[] => {
    const { topic, text } = print;
    const twin = twins.get(text);
    const sibling = twin ?? siblings.find(print);
    if (!twin) {
      twins.set(text, print);
      siblings.add(print);
    }
    if (!sibling) return [];
    const rule = twin ? 'duplicate-topic' : 'near-duplicate-topic';
    const what = `The topic ${topic.name} has ${twin ? 'the same' : 'nearly the same'} opening as ${sibling.topic.name}.`;
    return [{ rule, what, todo: 'Check that both are intended.', about: { topic } }];
  });
};

interface Print {
  topic: Topic;
  place: number;
  text: string;
  words: ReadonlySet<string>;
  /** The rarest words, in the order of all topics. Topics that are alike share at least one of these. */
  rarest: readonly string[];
}

function printTopics(topics: readonly Topic[]): Print[] {
  const read = topics.map((topic) => {
    const text = topic.openings.join('\n').toLowerCase();
    return { topic, text, words: new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []) };
  });
  const counts = new Map<string, number>();
  for (const { words } of read) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byRarity = (one: string, other: string): number =>
    (counts.get(one) ?? 0) - (counts.get(other) ?? 0) || (one < other ? -1 : 1);
  return read.map((one, place) => {
    const { size } = one.words;
    const rarest = [...one.words].sort(byRarity).slice(0, size - Math.ceil(alike * size - rounding) + 1);
    return { ...one, place, rarest: size === 0 ? [] : rarest };
  });
}

/** Topics whose word at this place of their rarest is the one looked up, all with the same number of words. */
interface Bucket {
  place: number;
  size: number;
  prints: Print[];
}

/**
 * Finds the earliest topic that is alike without comparing all pairs (the prefix and positional filters of Xiao, Wang,
 * Lin and Yu 2008, "Efficient similarity joins for near duplicate detection"): if the first word that two topics share
 * is the i-th rarest of one, all that they can share are that word and those after it.
 */
function openIndex() {
  const buckets = new Map<string, Bucket[]>();
  return {
    find(print: Print): Print | undefined {
      const candidates = new Set<Print>();
      print.rarest.forEach((word, place) => {
        for (const bucket of buckets.get(word) ?? [])
          if (canBeAlike({ place, size: print.words.size }, bucket))
            for (const one of bucket.prints) candidates.add(one);
      });
      return [...candidates]
        .sort((one, other) => one.place - other.place)
        .find((one) => similarity(one, print) >= alike);
    },
    add(print: Print): void {
      const { size } = print.words;
      print.rarest.forEach((word, place) => {
        const known = buckets.get(word) ?? [];
        buckets.set(word, known);
        const bucket = known.find((one) => one.place === place && one.size === size);
        if (bucket) bucket.prints.push(print);
        else known.push({ place, size, prints: [print] });
      });
    },
  };
}

function canBeAlike(one: Omit<Bucket, 'prints'>, other: Omit<Bucket, 'prints'>): boolean {
  const most = Math.min(one.size - one.place, other.size - other.place);
  return most >= (alike / (1 + alike)) * (one.size + other.size) - rounding;
}

function similarity(one: Print, other: Print): number {
  const common = [...one.words].filter((word) => other.words.has(word)).length;
  return common / (one.words.size + other.words.size - common);
}
