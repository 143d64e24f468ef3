import type { Backend } from '../backends/backend.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { modelKey } from '../plan/model-key.js';
import type { JobKind, RunStore } from '../store/run-store.js';
import { watchReplyRoom } from './watch-reply-room.js';
import { trackProgress, type Progress, type ProgressListener } from './progress.js';
import type { RunLog } from './run-context.js';
import type { RunnableJob } from './run-job.js';
import { refuseFailures } from './refuse-failures.js';
import { runJobs } from './run-jobs.js';
import { usualRules, type RunRules } from './run-rules.js';
import type { StopRequest } from './stop-request.js';

/** What the caller brings to a run, rules that differ from the usual ones included; the backend is loaded only when there is something to make. */
export interface RunPorts extends Partial<RunRules> {
  store: RunStore;
  /** Loading another model closes the one before. */
  loadBackend: (model?: ModelConfig) => Promise<Backend>;
  /** Names of the models loaded so far, for the summary. */
  loads?: readonly string[];
  log: RunLog;
  stop: StopRequest;
  tell: ProgressListener;
  now: () => Date;
}

/** Makes what is unfinished of the given jobs and says how they stand. Doing it again makes only what is left. */
export async function makeDocuments(kind: JobKind, jobs: readonly RunnableJob[], ports: RunPorts): Promise<Progress> {
  const { store, log, stop, now } = ports;
  const rules = { ...usualRules, ...ports };
  await store.plan(jobs.map((job) => job.line));
  const { ours, done, failed, left } = await sortJobs(kind, jobs, store, rules);
  const progress = trackProgress({ kind, total: ours.length, done, failed }, ports.tell);
  refuseFailures(progress.now, rules.maxFailures);
  if (left.length === 0 || stop.requested) return progress.now;
  const replyRoom = watchReplyRoom();
  try {
    for (const group of groupByModel(left)) {
      if (isStopped(stop)) break;
      const backend = await ports.loadBackend(group[0]?.model);
      await store.useModel(backend.model);
      log.info(`${group.length} of ${ours.length} ${kind}s to make with ${backend.model.name}`);
      await runJobs(group, { store, backend, log, stop, progress, replyRoom, now, rules });
    }
  } finally {
    replyRoom.tell(log);
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

interface SortedJobs {
  /** Those of our shard. */
  ours: readonly RunnableJob[];
  done: number;
  /** Given up by an earlier run and left alone by this one. */
  failed: number;
  left: readonly RunnableJob[];
}

async function sortJobs(
  kind: JobKind,
  jobs: readonly RunnableJob[],
  store: RunStore,
  { shard, retryFailed }: RunRules,
): Promise<SortedJobs> {
  const ours = jobs.filter((_, place) => place % shard.count === shard.index - 1);
  const published = await store.published(kind);
  const failures = retryFailed ? new Set<string>() : await store.failed(kind);
  const unfinished = ours.filter((job) => !published.has(job.line.id));
  const left = unfinished.filter((job) => !failures.has(job.line.id));
  return { ours, done: ours.length - unfinished.length, failed: unfinished.length - left.length, left };
}
