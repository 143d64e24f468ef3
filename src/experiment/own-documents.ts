import { isWritten } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { PlanFilter } from '../documents/plan-filter.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';

/** Which documents an export reads; all in a folder for which there is no filter. */
export interface OwnDocuments {
  discussions?: PlanFilter;
  annotations?: PlanFilter;
  /** What the plan has, for marking what is not finished. */
  planned?: PlannedDocuments;
}

interface PlannedDocuments {
  discussions: ReadonlySet<string>;
  /** Annotations of a discussion; at least one if annotations are wanted and not planned yet. */
  annotationsOf(discussion: string): number;
}

/**
 * An export reads the documents of the config's own plan in the folders that it publishes in, and all documents in
 * folders that `dataset_export` names, or if there is no plan.
 */
export async function ownDocuments(config: ExperimentConfig): Promise<OwnDocuments> {
  const { discussions, annotation, export: exported } = config;
  const planned = await readPlannedJobs(config.runDir);
  if (planned.discussion.size === 0 || exported.discussionsDir !== discussions?.outputDir) return {};
  const readsOwnAnnotations = exported.annotationsDir === annotation?.outputDir;
  const isGiven = (key: string): boolean => isWritten(config, `dataset_export.${key}`);
  return {
    planned: plannedDocuments(planned, readsOwnAnnotations && config.actions.annotate ? 1 : 0),
    ...(!isGiven('discussion_root_dir') && {
      discussions: new PlanFilter(planned.discussion, exported.discussionsDir),
    }),
    ...(readsOwnAnnotations &&
      !isGiven('annotation_root_dir') && { annotations: new PlanFilter(planned.annotation, exported.annotationsDir) }),
  };
}

/** An annotation is planned when its discussion is finished and the annotators start. */
function plannedDocuments(planned: Awaited<ReturnType<typeof readPlannedJobs>>, atLeast: number): PlannedDocuments {
  const counts = new Map<string, number>();
  for (const id of planned.annotation.keys()) {
    const discussion = discussionOf(id);
    counts.set(discussion, (counts.get(discussion) ?? 0) + 1);
  }
  return {
    discussions: new Set(planned.discussion.keys()),
    annotationsOf: (discussion) => counts.get(discussion) ?? atLeast,
  };
}

/** The start of an annotation's id, which is the discussion's. */
function discussionOf(annotationId: string): string {
  return annotationId.split('--')[0] ?? annotationId;
}
