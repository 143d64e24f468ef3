import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { modelKey } from '../plan/model-key.js';
import type { JobKind, RunStore } from '../store/run-store.js';
import { trackProgress, type Progress, type ProgressListener } from './progress.js';
import type { RunLog } from './run-context.js';
import type { RunnableJob } from './run-job.js';
import { runJobs } from './run-jobs.js';
import type { StopRequest } from './stop-request.js';

/** What the caller brings to a run; the backend is loaded only when there is something to make. */
export interface RunPorts {
  store: RunStore;
  /** Loading another model closes the one before. */
  loadBackend: (model?: ModelConfig) => Promise<Backend>;
  log: RunLog;
  stop: StopRequest;
  tell: ProgressListener;
  now: () => Date;
  /** How long a full disk is waited for, in milliseconds. */
  patienceMs: number;
}

/** Makes what is unfinished of the given jobs and says how they stand. Doing it again makes only what is left. */
export async function makeDocuments(kind: JobKind, jobs: readonly RunnableJob[], ports: RunPorts): Promise<Progress> {
  const { store, log, stop, now, patienceMs } = ports;
  await store.plan(jobs.map((job) => job.line));
  const published = await store.published(kind);
  const unfinished = jobs.filter((job) => !published.has(job.line.id));
  const progress = trackProgress({ kind, total: jobs.length, done: jobs.length - unfinished.length }, ports.tell);
  if (unfinished.length === 0 || stop.requested) return progress.now;
  for (const group of groupByModel(unfinished)) {
    if (isStopped(stop)) break;
    const backend = await ports.loadBackend(group[0]?.model);
    await store.useModel(backend.model);
    log.info(`${group.length} of ${jobs.length} ${kind}s to make with ${backend.model.name}`);
    await runJobs(group, { store, backend, log, stop, progress, now, patienceMs });
  }
  return progress.now;
}

/** Asked anew each time: it changes while a group is made. */
function isStopped(stop: StopRequest): boolean {
  return stop.requested;
}

/** Model-major: all jobs of a model before the next is loaded, in the order in which the models first come up. */
function groupByModel(jobs: readonly RunnableJob[]): RunnableJob[][] {
  const groups = new Map<string, RunnableJob[]>();
  for (const job of jobs) {
    const key = job.model ? modelKey(job.model) : '';
    const group = groups.get(key);
    if (group) group.push(job);
    else groups.set(key, [job]);
  }
  return [...groups.values()];
}
