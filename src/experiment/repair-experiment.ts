import { replayJob } from '../run/replay-job.js';
import type { RunnableJob } from '../run/run-job.js';
import { setAside } from '../store/documents/set-aside.js';
import { isBegun, listSets } from '../store/find-run.js';
import { openRun } from '../store/open-run.js';
import { refuseOtherPlan } from '../store/plan/refuse-other-plan.js';
import { runFolders as storeFolders } from '../store/run-folders.js';
import type { JobKind, RunStore, StoreLog } from '../store/run-store.js';
import { verifyRun } from '../store/verify-run.js';
import { annotationJobs } from './annotate-discussions.js';
import { countRepairs } from './count-repairs.js';
import { explainRefusal } from './explain-refusal.js';
import { discussionJobs } from './generate-discussions.js';
import { openAnnotationSet } from './open-annotation-set.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';
import { refuseLinksOut } from './refuse-links-out.js';
import { requireRun } from './require-run.js';
import { runFolders } from './run-folders.js';
import { watchFlags } from './watch-flags.js';

/** A document that was made again from its journal. */
export interface RepairedDocument {
  kind: JobKind;
  id: string;
  /** Where the file is now that was in its place; null if there was none. */
  aside: string | null;
}

/**
 * Makes the documents again that `verify` finds missing or not as published and that a journal has to the end, of the
 * run and of its annotation sets. Each is made in memory before the file in its place is renamed, and nothing else is
 * touched. No model is loaded. The inputs must be those of the plan.
 */
export async function repairExperiment(experiment: Experiment, say: StoreLog): Promise<RepairedDocument[]> {
  const { config } = experiment;
  await requireRun(config);
  await refuseLinksOut(config);
  const repaired: RepairedDocument[] = [];
  if (await isBegun(config.runDir)) repaired.push(...(await repairRun(experiment, say)));
  for (const set of await listSets(config.runDir)) {
    const { annotation } = (await verifyRun({ ...runFolders(config), set })).remakeable;
    if (annotation.length > 0) repaired.push(...(await repairRun(await openAnnotationSet(experiment, set), say)));
  }
  return repaired;
}

async function repairRun(experiment: Experiment, say: StoreLog): Promise<RepairedDocument[]> {
  const { remakeable } = await verifyRun(runFolders(experiment.config));
  if (remakeable.discussion.length + remakeable.annotation.length === 0) return [];
  const store = await openRun({ ...openOptions(experiment), log: say });
  try {
    const repair = { experiment, store };
    // Annotations are made from discussions.
    const discussions = await repairKind(repair, remakeable.discussion, discussionsToReplay);
    return [...discussions, ...(await repairKind(repair, remakeable.annotation, annotationsToReplay))];
  } catch (error) {
    throw await explainRefusal(error, experiment);
  } finally {
    await store.close();
  }
}

interface Repair {
  experiment: Experiment;
  store: RunStore;
}

async function repairKind(
  repair: Repair,
  ids: readonly string[],
  jobsOf: (repair: Repair) => Promise<RunnableJob[]>,
): Promise<RepairedDocument[]> {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  const jobs = (await jobsOf(repair)).filter(({ line }) => wanted.has(line.id));
  const { config } = repair.experiment;
  const { dir, documents } = storeFolders(runFolders(config));
  await refuseOtherPlan(
    dir,
    jobs.map(({ line }) => line),
    () => false,
  );
  const repaired: RepairedDocument[] = [];
  for (const job of jobs) {
    const { kind, id } = job.line;
    const document = await replayJob(job, { store: repair.store, now: () => new Date() });
    const aside = (await setAside({ dir: documents[kind], id })) ?? null;
    await repair.store.publish(kind, id, document);
    repaired.push({ kind, id, aside });
  }
  return repaired;
}

function discussionsToReplay({ experiment: { config, inputs } }: Repair): Promise<RunnableJob[]> {
  return discussionJobs(config, inputs, { count: countRepairs(), flags: watchFlags(config.quality, ignore) });
}

function ignore(): void {
  // A repair reports nothing about the replies: the run that made them did.
}

async function annotationsToReplay({ experiment: { config, inputs }, store }: Repair): Promise<RunnableJob[]> {
  return (await annotationJobs(config, inputs, await store.openSumCheck())).jobs;
}
