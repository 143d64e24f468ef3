import { kindsInOrder } from '../job-kinds.js';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import type { SumCheck } from '../document-sum.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { configOf, conditionsOf } from '../plan/conditions-of.js';
import type { Workload } from './estimate-run.js';
import { explainStanding, type Standing } from './explain-standing.js';
import { sha256 } from '../sha256.js';
import { groupByModel, type ModelGroup } from '../plan/group-by-model.js';
import type { FolderOptions } from '../store/run-folders.js';
import { surveyRun } from '../store/survey-run.js';
import { workList, type PlannedWork } from './work-list.js';

/** The plan of an experiment, with the state of each job in the run directory. */
export interface SurveyedPlan {
  /** SHA-256 of the hashes of all jobs; identifies the whole plan. */
  hash: string;
  conditions: readonly SurveyedCondition[];
  jobs: readonly SurveyedJob[];
  /** In loading order. */
  loads: readonly { model: ModelConfig; kind: Workload['kind']; jobs: number }[];
}

export interface SurveyedJob extends PlannedWork {
  standing: Standing;
  reason: string;
  /** Number of requests still to be made. */
  left: number;
}

interface SurveyedCondition {
  name: string;
  factors: Readonly<Record<string, string>>;
  model: string;
  jobs: number;
  done: number;
  turns: number;
  left: number;
}

/** Plans the jobs and reads their states from the run directory, without changing anything. */
export async function surveyPlan(
  config: ExperimentConfig,
  inputs: Inputs,
  { folders, parts, sums }: { folders: FolderOptions; parts: InputParts; sums: SumCheck },
): Promise<SurveyedPlan> {
  const work = await workList(config, inputs, { parts, sums, discussionsDir: folders.discussionsDir });
  const standings = await surveyRun(
    folders,
    work.map(({ line }) => line),
  );
  const jobs = withoutOrphans(
    work.map((planned, index) => describe(planned, standings[index] ?? { state: 'new' }, config)),
  );
  return {
    hash: sha256(work.map(({ line }) => line.hash).join()),
    conditions: parts.discussions ? summarise(config, jobs) : [],
    jobs,
    loads: countLoads(jobs),
  };
}

function describe(work: PlannedWork, standing: Standing, whole: ExperimentConfig): SurveyedJob {
  const made = standing.state === 'begun' ? standing.completions : 0;
  const reason = explainStanding(work.line, standing, { turns: work.turns, config: configOf(work.line, whole) });
  return { ...work, standing, reason, left: isToBeMade({ standing }) ? Math.max(0, work.turns - made) : 0 };
}

/** Whether a run will make the job; failed jobs are made only with --retry-failed. */
export function isToBeMade({ standing: { state } }: Pick<SurveyedJob, 'standing'>): boolean {
  return state === 'new' || state === 'planned' || state === 'begun';
}

/** Without the annotations of failed discussions, which will not exist. */
function withoutOrphans(jobs: readonly SurveyedJob[]): SurveyedJob[] {
  const givenUp = new Set(
    jobs.flatMap(({ line, standing }) => (line.kind === 'discussion' && standing.state === 'failed' ? [line.id] : [])),
  );
  return jobs.filter(({ job }) => job.kind === 'discussion' || !givenUp.has(job.discussionId));
}

function summarise(config: ExperimentConfig, jobs: readonly SurveyedJob[]): SurveyedCondition[] {
  const rows = new Map<string, SurveyedCondition>(
    conditionsOf(config).map(({ name, factors, config: own }) => [
      name,
      { name, factors, model: own.model.name, jobs: 0, done: 0, turns: 0, left: 0 },
    ]),
  );
  for (const { job, standing, turns, left } of jobs) {
    const row = job.kind === 'discussion' ? rows.get(job.condition.name) : undefined;
    if (!row) continue;
    row.jobs += 1;
    row.turns += turns;
    row.left += left;
    if (standing.state === 'done') row.done += 1;
  }
  return [...rows.values()];
}

/** One load per group of unfinished jobs; none if the previous group uses the same model. */
function countLoads(jobs: readonly SurveyedJob[]): SurveyedPlan['loads'] {
  const groups = unfinishedGroups(jobs);
  return groups
    .filter(({ key }, index) => key !== groups[index - 1]?.key)
    .map(({ model, kind, items }) => ({ model, kind, jobs: items.length }));
}

/** The remaining work per model and kind of job. */
export function workloadsOf(jobs: readonly SurveyedJob[]): Workload[] {
  return unfinishedGroups(jobs).map(({ key, kind, items }) => ({
    model: key,
    kind,
    turns: items.reduce((sum, { left }) => sum + left, 0),
  }));
}

function unfinishedGroups(jobs: readonly SurveyedJob[]): (ModelGroup<SurveyedJob> & { kind: Workload['kind'] })[] {
  return kindsInOrder.flatMap((kind) =>
    groupByModel(
      jobs.filter(({ line, left }) => line.kind === kind && left > 0),
      ({ model }) => model,
    ).map((group) => ({ ...group, kind })),
  );
}
