import { addressError } from '../address-problem.js';
import type { Backend } from '../backends/backend.js';
import { untilAborted } from '../backends/until-aborted.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { groupByModels, loadedFirst, type ModelGroup } from '../plan/group-by-model.js';
import type { JobKind, RunStore } from '../store/run-store.js';
import { watchLabels } from './watch-labels.js';
import { watchReplyRoom } from './watch-reply-room.js';
import { countsOf, trackProgress, type Progress, type ProgressListener, type TrackedJob } from './progress.js';
import { identityOf } from './models-of-run.js';
import type { RunLog } from './run-log.js';
import type { RunnableJob } from './run-job.js';
import { refuseFailures } from './refuse-failures.js';
import { ofRepairedModule } from './repaired-module.js';
import { runJobs } from './run-jobs.js';
import { usualRules, type RunRules } from './run-rules.js';
import type { StopRequest } from './stop-request.js';
import type { TokenBudget } from './token-budget.js';

/** Supplied by the caller, with any non-default rules. A backend is loaded only if there is work. */
export interface RunPorts extends Partial<RunRules> {
  store: RunStore;
  /** Loads a model that is needed together with those of `group`; to make room, others are closed. */
  loadBackend: (model: ModelConfig, group: readonly ModelConfig[]) => Promise<Backend>;
  /** The load keys of the models in memory. */
  loaded?: () => ReadonlySet<string>;
  /** Names of the models loaded so far, for the summary. */
  loads?: readonly string[];
  log: RunLog;
  /** A ceiling on tokens; once it is reached, the run stops. */
  budget?: TokenBudget;
  stop: StopRequest;
  tell: ProgressListener;
  /** Called when the quality gate stops a model. */
  stoppedByQuality?: (why: string) => void;
  now: () => Date;
}

/** Runs the unfinished jobs among those given and returns the progress. Calling it again runs only what is left. */
export async function makeDocuments(kind: JobKind, jobs: readonly RunnableJob[], ports: RunPorts): Promise<Progress> {
  const { store, log, stop, now } = ports;
  const rules = { ...usualRules, ...ports };
  await store.plan(jobs.map((job) => job.line));
  const { ours, left } = await sortJobs(kind, jobs, store, rules);
  const progress = trackProgress({ kind, jobs: ours.map(({ tracked }) => tracked), now }, ports.tell);
  refuseFailures(progress.now, rules.maxFailures);
  if (left.length === 0 || stop.requested) return countsOf(progress.now);
  const replyRoom = watchReplyRoom();
  const labels = watchLabels(rules.maxInvalidLabels);
  try {
    for (const group of groupJobs(left, ports)) {
      if (isStopped(stop)) break;
      progress.turnTo(undefined);
      const backends = await loadInTime(group, ports);
      if (!backends) break;
      const names = await recordModels(group.items, backends, store);
      progress.turnTo(names.join(' + '));
      log.info(`${group.items.length} of ${ours.length} ${kind}s to make with ${names.join(' and ')}`);
      const watches = { progress, replyRoom, labels, budget: ports.budget };
      await runJobs(group.items, { store, backends, log, stop, ...watches, now, rules });
    }
  } finally {
    replyRoom.tell(log);
    labels.tell(log);
  }
  return countsOf(progress.now);
}

function groupJobs(jobs: readonly RunnableJob[], { loaded }: RunPorts): readonly ModelGroup<RunnableJob>[] {
  const groups = groupByModels(jobs, ({ models }) => models.map(({ config }) => config));
  return loadedFirst(groups, loaded?.() ?? new Set());
}

/** Undefined if the run stops first: a server may take as long as it likes to show itself. */
async function loadInTime(
  group: ModelGroup<RunnableJob>,
  ports: RunPorts,
): Promise<ReadonlyMap<string, Backend> | undefined> {
  const { signal } = ports.stop;
  try {
    return await untilAborted(loadGroup(group, ports), signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function loadGroup(
  { models }: ModelGroup<RunnableJob>,
  { loadBackend }: RunPorts,
): Promise<ReadonlyMap<string, Backend>> {
  const group = [...models.values()];
  const backends = new Map<string, Backend>();
  for (const [key, model] of models) backends.set(key, await loadBackend(model, group));
  return backends;
}

/** Returns the models' names. */
async function recordModels(
  jobs: readonly RunnableJob[],
  backends: ReadonlyMap<string, Backend>,
  store: RunStore,
): Promise<string[]> {
  const models = new Map(jobs.flatMap((job) => job.models.map((model) => [model.config.name, model] as const)));
  for (const model of models.values()) {
    const identity = identityOf(model, backends);
    await store.useModel(identity).catch((error: unknown) => {
      throw addressError(ofRepairedModule(error, model.config), model.key);
    });
  }
  return [...models.keys()];
}

/** The part of the plan that belongs to a shard: every n-th job by its `share`, which is its place if it has none. */
export function jobsOfShard<Planned extends Pick<RunnableJob, 'share'>>(
  jobs: readonly Planned[],
  { index, count }: RunRules['shard'],
): Planned[] {
  return jobs.filter(({ share }, place) => (share ?? place) % count === index - 1);
}

/** A function, because TypeScript would narrow the property to false, although it can change while jobs are made. */
function isStopped(stop: StopRequest): boolean {
  return stop.requested;
}

interface SortedJobs {
  /** The jobs of our shard. */
  ours: readonly { job: RunnableJob; tracked: TrackedJob }[];
  left: readonly RunnableJob[];
}

/** Failed jobs of an earlier run are not left, unless they are to be retried. */
async function sortJobs(
  kind: JobKind,
  jobs: readonly RunnableJob[],
  store: RunStore,
  { shard, retryFailed }: RunRules,
): Promise<SortedJobs> {
  const published = await store.published(kind);
  const failures = retryFailed ? new Set<string>() : await store.failed(kind);
  const stateOf = (id: string): TrackedJob['state'] => {
    if (published.has(id)) return 'done';
    return failures.has(id) ? 'failed' : 'left';
  };
  const ours = jobsOfShard(jobs, shard)
    .filter(({ isWithdrawn = false }) => !isWithdrawn)
    .map((job) => ({ job, tracked: { ...trackedOf(job), state: stateOf(job.line.id) } }));
  return { ours, left: ours.flatMap(({ job, tracked: { state } }) => (state === 'left' ? [job] : [])) };
}

function trackedOf({ line, turns, models }: RunnableJob): Omit<TrackedJob, 'state'> {
  return { id: line.id, turns, models: [...new Set(models.map(({ config }) => config.name))].join(' + ') };
}
