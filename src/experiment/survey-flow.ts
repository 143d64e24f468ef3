import type { ExperimentConfig } from '../config/experiment-config.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { Failure, JobCounts, PlanFacts, PlannedCondition, PlannedPace } from '../report/report-data.js';
import { listCalibrations } from '../store/records/calibration-file.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { surveyRun, type JobStanding } from '../store/survey-run.js';
import { runFolders } from './run-folders.js';
import { seedOfRun } from './seed-of-run.js';

/** Failed jobs that are named per reason; the others are counted. */
const named = 5;

/**
 * What the frozen plan asks for and what became of it, by condition. Reads the run directory only: a report must be
 * possible long after the inputs have changed. Undefined if nothing is planned.
 */
export async function surveyFlow(config: ExperimentConfig): Promise<PlanFacts | undefined> {
  const lines: PlanLine[] = [];
  await readPlannedJobs(config.runDir, (line) => lines.push(line));
  if (lines.length === 0) return undefined;
  const standings = await surveyRun(runFolders(config), lines);
  const conditions = new Map<string, PlannedCondition>();
  const conditionOf = new Map<string, string>();
  const failures = new Map<string, { count: number; jobs: string[] }>();
  lines.forEach((line, index) => {
    const standing = standings[index] ?? { state: 'new' };
    const name = line.kind === 'discussion' ? conditionIn(line) : conditionOf.get(textOf(line, 'discussion'));
    if (line.kind === 'discussion') conditionOf.set(line.id, conditionIn(line));
    const condition = conditions.get(name ?? '') ?? emptyCondition(name ?? config.name, line);
    conditions.set(name ?? '', condition);
    count(line.kind === 'discussion' ? condition.discussions : condition.annotations, standing);
    if (standing.state === 'failed') noteFailure(failures, standing.story, line.id);
  });
  const [first] = lines;
  const design = conditions.size > 1 ? designOf(first) : undefined;
  return {
    seed: await seedOfRun(config),
    ...(design && { design }),
    conditions: [...conditions.values()],
    failures: [...failures].map(([reason, { count, jobs }]): Failure => ({ reason, count, jobs })),
    paces: await plannedPaces(config.runDir),
  };
}

async function plannedPaces(runDir: string): Promise<PlannedPace[]> {
  const calibrations = await listCalibrations(runDir);
  return calibrations.flatMap(({ model, host, kinds: { discussion: pace } }) =>
    pace
      ? [
          {
            ...{ model, host, secondsEach: pace.seconds_each },
            ...{ promptTokens: pace.prompt_tokens, completionTokens: pace.completion_tokens },
          },
        ]
      : [],
  );
}

function conditionIn(line: PlanLine): string {
  return textOf(line, 'condition');
}

function textOf({ fields }: PlanLine, field: string): string {
  return String(fields[field] ?? '');
}

function emptyCondition(condition: string, line: PlanLine): PlannedCondition {
  const none = (): JobCounts => ({ planned: 0, done: 0, begun: 0, failed: 0, foreign: 0, withdrawn: 0 });
  return { condition, factors: factorsIn(line), discussions: none(), annotations: none() };
}

/** The plan keeps them as JSON. */
function factorsIn({ fields: { factors } }: PlanLine): Record<string, string> {
  return typeof factors === 'string' ? (JSON.parse(factors) as Record<string, string>) : {};
}

function designOf(line: PlanLine | undefined): PlanFacts['design'] {
  const design = line?.fields['design'];
  return design === 'paired' || design === 'independent' || design === 'balanced' ? design : undefined;
}

function count(counts: JobCounts, { state }: JobStanding): void {
  counts.planned += 1;
  if (state !== 'new' && state !== 'planned' && state !== 'changed') counts[state] += 1;
}

function noteFailure(failures: Map<string, { count: number; jobs: string[] }>, reason: string, job: string): void {
  const known = failures.get(reason) ?? { count: 0, jobs: [] };
  known.count += 1;
  if (known.jobs.length < named) known.jobs.push(job);
  failures.set(reason, known);
}
