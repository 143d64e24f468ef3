import { isWritten } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { PlanFilter } from '../documents/plan-filter.js';
import { listSets } from '../store/find-run.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { setFolder } from '../store/run-folders.js';

/** Which documents an export reads; all in a folder for which there is no filter. */
export interface OwnDocuments {
  discussions?: PlanFilter;
  annotations?: PlanFilter;
}

/**
 * An export reads the documents of the config's own plan and of all its annotation sets in the folders that it publishes in, and all documents in
 * folders that `dataset_export` names, or if there is no plan.
 */
export async function ownDocuments(config: ExperimentConfig): Promise<OwnDocuments> {
  const { discussions, annotation, export: exported } = config;
  const planned = await readPlannedJobs(config.runDir);
  const annotations = new Map(planned.annotation);
  for (const set of await listSets(config.runDir)) {
    const { annotation: own } = await readPlannedJobs(setFolder(config.runDir, set));
    for (const [id, hash] of own) annotations.set(id, hash);
  }
  if (planned.discussion.size === 0 || exported.discussionsDir !== discussions?.outputDir) return {};
  const readsOwnAnnotations = exported.annotationsDir === annotation?.outputDir;
  const isGiven = (key: string): boolean => isWritten(config, `dataset_export.${key}`);
  return {
    ...(!isGiven('discussion_root_dir') && {
      discussions: new PlanFilter(planned.discussion, exported.discussionsDir),
    }),
    ...(readsOwnAnnotations &&
      !isGiven('annotation_root_dir') && { annotations: new PlanFilter(annotations, exported.annotationsDir) }),
  };
}
