import { kindsInOrder } from '../job-kinds.js';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import { modelNamed, modelsIn } from '../config/model-named.js';
import type { Inputs } from '../inputs/input-types.js';
import type { SumCheck } from '../document-sum.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { configOf, conditionsOf } from '../plan/conditions-of.js';
import type { Workload } from './estimate-run.js';
import { explainStanding, type Standing } from './explain-standing.js';
import { sha256 } from '../sha256.js';
import { requestShares } from '../plan/count-turns.js';
import { groupByModels, loadedFirst, loadKey } from '../plan/group-by-model.js';
import { modelsOfJob } from '../plan/models-of-job.js';
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
  loads: readonly Load[];
}

/** Models that are loaded for a group of jobs. */
interface Load {
  models: readonly ModelConfig[];
  /** What the group needs too, and the group before it has loaded. */
  beside: readonly ModelConfig[];
  kind: Workload['kind'];
  jobs: number;
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
      { name, factors, model: namesOf(own).join(' + '), jobs: 0, done: 0, turns: 0, left: 0 },
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

/** The names of all models of its discussions. */
function namesOf(config: ExperimentConfig): string[] {
  const used = modelsIn(config, { discussions: true, annotation: false });
  return [...new Set(Array.from(used, (name) => modelNamed(config, name).name))];
}

/** What a run loads: for each group of unfinished jobs, the models that the group before it has not. */
function countLoads(jobs: readonly SurveyedJob[]): readonly Load[] {
  const loads: Load[] = [];
  let before = new Set<string>();
  for (const kind of kindsInOrder) {
    const unfinished = jobs.filter(({ line, left }) => line.kind === kind && left > 0);
    const groups = groupByModels(unfinished, ({ job }) => modelsOfJob(job).map(({ config }) => config));
    for (const { models, items } of loadedFirst(groups, before)) {
      const added = [...models].filter(([key]) => !before.has(key)).map(([, model]) => model);
      const beside = [...models.values()].filter((model) => !added.includes(model));
      if (added.length === 0) continue; // what is loaded stays
      loads.push({ models: added, beside, kind, jobs: items.length });
      before = new Set(models.keys());
    }
  }
  return loads;
}

/** The remaining requests per model and kind of job. */
export function workloadsOf(jobs: readonly SurveyedJob[]): Workload[] {
  const workloads = new Map<string, Workload>();
  for (const { job, left } of jobs.filter((one) => one.left > 0)) {
    for (const [{ config }, share] of requestShares(job)) {
      const model = loadKey(config);
      const key = JSON.stringify([job.kind, model]);
      const workload = workloads.get(key) ?? { model, kind: job.kind, turns: 0 };
      workloads.set(key, { ...workload, turns: workload.turns + left * share });
    }
  }
  return [...workloads.values()];
}
