import { isWritten } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { PlanFilter } from '../documents/plan-filter.js';
import type { SampledDiscussion, SampleRule } from '../plan/job.js';
import { describeSample } from '../plan/plan-annotations.js';
import { isSampled } from '../plan/setup/is-sampled.js';
import { listSets } from '../store/find-run.js';
import { readDecidedAt } from '../store/documents/decided-at.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import type { Withdrawals } from '../withdrawals.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { setFolder } from '../store/run-folders.js';

/** Which documents an export reads; all in a folder for which there is no filter. */
export interface OwnDocuments {
  discussions?: PlanFilter;
  annotations?: PlanFilter;
  /** What the plan has, for marking what is not finished. */
  planned?: PlannedDocuments;
  /** Discussions to leave out, with their annotations; none if absent. */
  withdrawals?: Withdrawals;
  /** When somebody last decided about a document, by its id. */
  decidedAt?: ReadonlyMap<string, Date>;
  /** The sample of the default annotation set, of which there may be no annotation. */
  sample?: SampleRule;
}

interface PlannedDocuments {
  discussions: ReadonlySet<string>;
  /** Annotations of a discussion; at least one if annotations are wanted and not planned yet. */
  annotationsOf(discussion: SampledDiscussion): number;
}

/**
 * An export reads the documents of the config's own plan and of all its annotation sets in the folders that it publishes
 * in, and all documents in folders that `dataset_export` names, or if there is no plan.
 */
export async function ownDocuments(config: ExperimentConfig): Promise<OwnDocuments> {
  const { discussions, annotation, export: exported } = config;
  const planned = await readPlannedJobs(config.runDir);
  const annotations = new Map(planned.annotation);
  for (const set of await listSets(config.runDir)) {
    const { annotation: own } = await readPlannedJobs(setFolder(config.runDir, set));
    for (const [id, hash] of own) annotations.set(id, hash);
  }
  const withdrawals = await readWithdrawals(config.runDir);
  const decidedAt = await readDecidedAt(config.runDir);
  if (planned.discussion.size === 0 || exported.discussionsDir !== discussions?.outputDir)
    return { withdrawals, decidedAt };
  const readsOwnAnnotations = exported.annotationsDir === annotation?.outputDir;
  const isGiven = (key: string): boolean => isWritten(config, `dataset_export.${key}`);
  return {
    ...{ withdrawals, decidedAt },
    planned: {
      discussions: new Set(planned.discussion.keys()),
      annotationsOf: countAnnotations(annotations.keys(), readsOwnAnnotations ? config : undefined),
    },
    ...(readsOwnAnnotations && ownSample(config)),
    ...(!isGiven('discussion_root_dir') && {
      discussions: new PlanFilter(planned.discussion, exported.discussionsDir),
    }),
    ...(readsOwnAnnotations &&
      !isGiven('annotation_root_dir') && { annotations: new PlanFilter(annotations, exported.annotationsDir) }),
  };
}

/** The sample that the config annotates, if any. */
function ownSample(config: ExperimentConfig): Pick<OwnDocuments, 'sample'> {
  const { actions, annotation } = config;
  const sample = actions.annotate && annotation && describeSample(config, annotation);
  return sample ? { sample } : {};
}

/**
 * How many annotations of a discussion the plan has. An annotation is planned when its discussion is finished and the
 * annotators start: before that there is at least one, if `config` wants any of this discussion.
 */
function countAnnotations(
  ids: Iterable<string>,
  config: ExperimentConfig | undefined,
): PlannedDocuments['annotationsOf'] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const discussion = discussionOf(id);
    counts.set(discussion, (counts.get(discussion) ?? 0) + 1);
  }
  const sample = config?.annotation && describeSample(config, config.annotation);
  const isWanted = (discussion: SampledDiscussion): boolean =>
    config?.actions.annotate === true && (!sample || isSampled(sample, discussion));
  return (discussion) => counts.get(discussion.id) ?? (isWanted(discussion) ? 1 : 0);
}

/** The start of an annotation's id, which is the discussion's. */
function discussionOf(annotationId: string): string {
  return annotationId.split('--')[0] ?? annotationId;
}
