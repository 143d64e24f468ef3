import type { AnnotationRecord, AnnotationSetRecord, DiscussionRecord } from '../documents/records.js';
import type { SampleRule } from '../plan/job.js';
import { isSampled } from '../plan/setup/is-sampled.js';

/** The annotation sets of a data set by name, each with how its discussions are sampled; null where all are annotated. */
export type FoundSets = Map<string, SampleRule | null>;

/** Notes the set of an annotation. A sample may have grown since some were made: the last probability is the set's. */
export function findSet(found: FoundSets, { set, sample }: AnnotationRecord): void {
  const known = found.get(set);
  if (known === undefined || (sample && (!known || sample.probability > known.probability))) found.set(set, sample);
}

/** What each set that samples says of a discussion; sets that annotate all say nothing of it. */
export function samplingSets(
  found: FoundSets,
  { id, condition, replicate }: Pick<DiscussionRecord, 'id' | 'condition' | 'replicate'>,
): AnnotationSetRecord[] {
  return [...found].flatMap(([name, rule]) => {
    if (!rule) return [];
    const inclusionProbability = rule.probability;
    return [{ name, inclusionProbability, isSampled: isSampled(rule, { id, condition, replicate }) }];
  });
}
