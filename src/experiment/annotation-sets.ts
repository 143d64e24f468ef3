import type { AnnotationRecord, AnnotationSetRecord, DiscussionRecord } from '../documents/records.js';
import type { SampleRule } from '../plan/job.js';
import { isSampled } from '../plan/setup/is-sampled.js';

/** The annotation sets of a data set by name. */
export type FoundSets = Map<string, FoundSet>;

/** How a set's discussions are sampled: all of them if `sample` is null. */
export type FoundSet = Pick<AnnotationRecord, 'sample' | 'inclusionProbability'>;

/**
 * Notes the set of an annotation. A sample may have grown since some were made, even to all discussions: the highest
 * probability is the set's.
 */
export function findSet(found: FoundSets, { set, sample, inclusionProbability }: AnnotationRecord): void {
  const known = found.get(set);
  if (known && (inclusionProbability ?? 0) <= (known.inclusionProbability ?? 0)) return;
  found.set(set, { sample, inclusionProbability });
}

/** The set that this sample would be, annotated or not. */
export function sampledSet(sample: SampleRule): FoundSet {
  return { sample, inclusionProbability: sample.probability };
}

/** Whether a set annotates a discussion; a sample may leave it out. */
export function annotates({ sample }: FoundSet, discussion: Parameters<typeof isSampled>[1]): boolean {
  return !sample || isSampled(sample, discussion);
}

/** What each set says of a discussion. A set that has annotated it does annotate it, whatever its sample. */
export function samplingSets(
  found: FoundSets,
  { id, condition, replicate }: Pick<DiscussionRecord, 'id' | 'condition' | 'replicate'>,
  annotated: ReadonlySet<string>,
): AnnotationSetRecord[] {
  return Array.from(found, ([name, set]) => {
    const { inclusionProbability } = set;
    const isIn = annotated.has(name) || annotates(set, { id, condition, replicate });
    return { name, inclusionProbability, isSampled: inclusionProbability === null ? null : isIn };
  });
}
