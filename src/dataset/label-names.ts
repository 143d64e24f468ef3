import { defaultSet } from '../default-set.js';
import type { AnnotationRecord } from '../documents/records.js';
import { noteType, type FoundTypes } from './column-type.js';
import type { FoundMetric, FoundMetrics } from './found-columns.js';

/** What the labels of a data set are called: a metric or, where scales differ, a metric as one annotation set asks it. */
export interface LabelNames {
  /** In the order of the columns. */
  types: FoundTypes;
  /** Labels that some model scored. */
  scored: ReadonlySet<string>;
  /** Labels that stand for numbers, so that they have means. */
  ranked: ReadonlySet<string>;
  /** The record with its labels under these names. */
  rename(record: AnnotationRecord): AnnotationRecord;
  /** Metrics that have several labels. */
  split: readonly string[];
  /** Metrics that one annotation set asks on several scales, under one label. */
  mixed: readonly string[];
}

/**
 * Labels of two annotation sets are in one column only if they are on one scale. The metric's own name is for the scale of
 * the default set or, if that does not ask it, for a scale that all sets share; others are called `<metric>_as_<set>`.
 */
export function labelNames(found: FoundMetrics): LabelNames {
  const names = new Map([...found].map(([metric, sets]) => [metric, nameInSets(metric, sets)]));
  const types: FoundTypes = new Map();
  const scored = new Set<string>();
  const ranked = new Set<string>();
  for (const [metric, sets] of found) {
    for (const [set, { type, isScored, isRanked }] of [...sets].sort(defaultFirst)) {
      const name = names.get(metric)?.get(set) ?? metric;
      noteType(types, name, type);
      if (isScored) scored.add(name);
      if (isRanked) ranked.add(name);
    }
  }
  const metrics = [...found.keys()];
  const split = metrics.filter((metric) => [...(names.get(metric)?.values() ?? [])].some((name) => name !== metric));
  const mixed = metrics.filter((metric) =>
    [...(found.get(metric)?.values() ?? [])].some(({ scales }) => scales.size > 1),
  );
  const nameOf = (metric: string, set: string): string => names.get(metric)?.get(set) ?? metric;
  return {
    types,
    scored,
    ranked,
    split,
    mixed,
    rename: (record) => (split.length === 0 ? record : renamed(record, nameOf)),
  };
}

function nameInSets(metric: string, sets: ReadonlyMap<string, FoundMetric>): ReadonlyMap<string, string> {
  const own = new Map([...sets].map(([set, { scales }]) => [set, JSON.stringify([...scales].sort())]));
  const [first, ...others] = new Set(own.values());
  const plain = own.get(defaultSet) ?? (others.length === 0 ? first : undefined);
  return new Map([...own].map(([set, scale]) => [set, scale === plain ? metric : `${metric}_as_${set}`]));
}

type Entry = readonly [set: string, found: FoundMetric];

function defaultFirst([one]: Entry, [other]: Entry): number {
  if (one === defaultSet || other === defaultSet) return one === defaultSet ? -1 : 1;
  return one < other ? -1 : 1;
}

function renamed(record: AnnotationRecord, nameOf: (metric: string, set: string) => string): AnnotationRecord {
  const entries = record.entries.map((entry) => ({
    ...entry,
    labels: new Map([...entry.labels].map(([metric, label]) => [nameOf(metric, record.set), label])),
  }));
  return { ...record, entries };
}
