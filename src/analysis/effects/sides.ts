import type { DiscussionFigures } from '../discussion-figures.js';
import type { OpenRandom } from '../open-random.js';
import type { ClusterBy } from './clusters.js';
import { factorsOf, type Contrast } from './contrasts.js';

/** A contrast in a measure, and what it is computed from. */
export interface Compared {
  contrast: Contrast;
  measure: string;
  figures: readonly DiscussionFigures[];
  /** Whether replicate r has the same set-up in every condition. */
  isPaired: boolean;
  cluster: ClusterBy;
  openRandom: OpenRandom;
  /** The discussions that were compared are added. */
  analysed: Set<string>;
}

/** The discussions of one level that have a value. */
export type Side = readonly Member[];

interface Member {
  id: string;
  condition: string;
  topic: string | undefined;
  replicate: number | null;
  /** The levels of all other factors: partners have the same. */
  others: string;
  value: number;
}

/** The two values of a replicate, each the mean over the conditions in which both are there. */
interface Pair {
  /** Of the replicate: its set-up is the same in all conditions. */
  topic: string | undefined;
  first: number;
  second: number;
}

export function bySide({ contrast, measure, figures }: Compared): [Side, Side] {
  const sideOf = (level: string): Side =>
    figures.flatMap((each) => {
      const value = each.values.get(measure);
      const factors = factorsOf(each);
      if (value === undefined || factors[contrast.factor] !== level) return [];
      if (Object.entries(contrast.within).some(([name, wanted]) => factors[name] !== wanted)) return [];
      return [memberOf(each, factors, { factor: contrast.factor, value })];
    });
  return [sideOf(contrast.levels[0]), sideOf(contrast.levels[1])];
}

function memberOf(
  { id, condition, topic, replicate }: DiscussionFigures,
  factors: Readonly<Record<string, string>>,
  { factor, value }: { factor: string; value: number },
): Member {
  const others = JSON.stringify(Object.entries(factors).filter(([name]) => name !== factor));
  return { id, condition, topic, replicate, others, value };
}

interface PairedSides {
  pairs: Pair[];
  /** The discussions in them. */
  ids: string[];
  /** Discussions left out. */
  withoutPartner: number;
}

/** Pairs replicate by replicate; a pair that lacks a member is dropped whole. */
export function pairUp([first, second]: readonly [Side, Side]): PairedSides {
  const partners = new Map(first.map((member) => [keyOf(member), member]));
  const byReplicate = new Map<number | null, { topic: string | undefined; first: number[]; second: number[] }>();
  const ids: string[] = [];
  for (const member of second) {
    const partner = partners.get(keyOf(member));
    if (!partner) continue;
    ids.push(partner.id, member.id);
    const pair = byReplicate.get(member.replicate) ?? { topic: member.topic, first: [], second: [] };
    pair.first.push(partner.value);
    pair.second.push(member.value);
    byReplicate.set(member.replicate, pair);
  }
  const pairs = Array.from(byReplicate.values(), (pair) => ({
    topic: pair.topic,
    first: meanOf(pair.first),
    second: meanOf(pair.second),
  }));
  return { pairs, ids, withoutPartner: first.length + second.length - ids.length };
}

function keyOf({ others, replicate }: Member): string {
  return `${String(replicate)} ${others}`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
