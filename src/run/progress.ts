import type { Completion } from '../backends/backend.js';
import type { JobKind } from '../store/run-store.js';

/** The progress of one kind of job. */
export interface Progress {
  kind: JobKind;
  /** Jobs in the plan. */
  total: number;
  /** Finished documents, including those of earlier processes. */
  done: number;
  /** Jobs that failed, in this process or in an earlier one if they are not retried. */
  failed: number;
  /** Requests completed by this process. */
  completions: number;
  /** What else is worth a look meanwhile. */
  remark?: string;
  /** The models of which no more is made, because quality.stop_above forbids it. */
  stopped?: readonly string[];
}

/** The progress of one kind of job while it is made, with the jobs and models that it is made of. */
export interface LiveProgress extends Progress {
  /** Requests of this process, in tokens, as far as the engine reports them. */
  tokens: { prompt: number; completion: number };
  /** Those who are asked together, by their names joined. */
  models: ReadonlyMap<string, Readonly<ModelProgress>>;
  /** The models of the jobs that are made now; undefined while they are being loaded. */
  current: string | undefined;
  /** The jobs that are made now, by id; the oldest first. */
  running: ReadonlyMap<string, Readonly<RunningJob>>;
}

interface ModelProgress {
  jobs: Share;
  /** Requests of its jobs, as planned; unfinished jobs count with those that they have. */
  turns: Share & {
    /** Still to be made: without those of failed jobs. */
    left: number;
  };
}

interface Share {
  total: number;
  done: number;
}

interface RunningJob {
  /** Requests completed so far, never more than planned. */
  turn: number;
  of: number;
  since: Date;
}

/** A job of the plan, and how far it was when the process started. */
export interface TrackedJob {
  id: string;
  /** Requests as planned. */
  turns: number;
  models: string;
  state: 'done' | 'failed' | 'left';
}

/** Called after every change; must return immediately and never throw. */
export type ProgressListener = (progress: Readonly<LiveProgress>) => void;

/** Counts events and notifies the listener. */
export interface ProgressTracker {
  readonly now: Readonly<LiveProgress>;
  /** The models that the next jobs need are loaded; or, without a name, are being loaded. */
  turnTo(models: string | undefined): void;
  start(id: string): JobTracker;
  published(id: string): void;
  failed(id: string): void;
}

/** Counts the requests of one job. */
export interface JobTracker {
  /** A completion from the journal of an earlier attempt. */
  recalled(): void;
  completed(completion: Pick<Completion, 'prompt_tokens' | 'completion_tokens'>): void;
  /** The job is no longer being made, finished or not. */
  end(): void;
}

interface Tracked {
  kind: JobKind;
  jobs: readonly TrackedJob[];
  now: () => Date;
}

export function trackProgress({ kind, jobs, now: clock }: Tracked, tell: ProgressListener): ProgressTracker {
  const tracked = new Map(jobs.map((job) => [job.id, { ...job, made: 0 }]));
  const models = tallyModels(jobs);
  const running = new Map<string, RunningJob>();
  const now: LiveProgress = {
    ...countStates(kind, jobs),
    tokens: { prompt: 0, completion: 0 },
    models,
    current: undefined,
    running,
  };
  const find = (id: string): { job: Made; model: ModelProgress } => {
    const job = tracked.get(id);
    const model = job && models.get(job.models);
    if (!model) throw new Error(`${id} is not a job of this run`);
    return { job, model };
  };
  tell(now);
  return {
    now,
    turnTo(names) {
      now.current = names;
      tell(now);
    },
    start(id) {
      const { job, model } = find(id);
      const run = { turn: job.made, of: job.turns, since: clock() };
      running.set(id, run);
      return {
        recalled() {
          advance(job, model, run);
        },
        completed({ prompt_tokens: prompt, completion_tokens: completion }) {
          now.completions += 1;
          now.tokens.prompt += prompt ?? 0;
          now.tokens.completion += completion ?? 0;
          advance(job, model, run);
          tell(now);
        },
        end: () => void running.delete(id),
      };
    },
    published(id) {
      const { job, model } = find(id);
      now.done += 1;
      model.jobs.done += 1;
      model.turns.done += job.turns - job.made;
      model.turns.left -= job.turns - job.made;
      tell(now);
    },
    failed(id) {
      const { job, model } = find(id);
      now.failed += 1;
      model.turns.left -= job.turns - job.made;
      tell(now);
    },
  };
}

/** A job, and its requests that were completed or recalled. */
type Made = TrackedJob & { made: number };

/** Replies that are asked for again are not planned. */
function advance(job: Made, { turns }: ModelProgress, run: RunningJob): void {
  if (job.made === job.turns) return;
  job.made += 1;
  turns.done += 1;
  turns.left -= 1;
  run.turn = job.made;
}

function countStates(kind: JobKind, jobs: readonly TrackedJob[]): Progress {
  const count = (state: TrackedJob['state']): number => jobs.filter((job) => job.state === state).length;
  return { kind, total: jobs.length, done: count('done'), failed: count('failed'), completions: 0 };
}

function tallyModels(jobs: readonly TrackedJob[]): Map<string, ModelProgress> {
  const models = new Map<string, ModelProgress>();
  for (const { models: name, turns, state } of jobs) {
    const model = models.get(name) ?? { jobs: { total: 0, done: 0 }, turns: { total: 0, done: 0, left: 0 } };
    models.set(name, model);
    model.jobs.total += 1;
    model.turns.total += turns;
    if (state === 'left') model.turns.left += turns;
    if (state !== 'done') continue;
    model.jobs.done += 1;
    model.turns.done += turns;
  }
  return models;
}

/** Without what matters only while jobs are being made. */
export function countsOf({ kind, total, done, failed, completions, remark }: Readonly<Progress>): Progress {
  return { kind, total, done, failed, completions, ...(remark !== undefined && { remark }) };
}
