import { readAhead } from '../../documents/read-ahead.js';
import { readAnnotation } from '../../documents/read-annotations.js';
import { readDiscussion } from '../../documents/read-discussions.js';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { defaultSet } from '../../default-set.js';
import type { PlanLine } from '../../generated/plan-line.js';
import type { StudyFacts } from '../../manuscript/study-facts.js';
import { listSets } from '../../store/find-run.js';
import { readPlannedJobs } from '../../store/plan/planned-jobs.js';
import { readRunRecord } from '../../store/read-run-record.js';
import { openSumCheck } from '../../store/documents/accepted-edits.js';
import { setFolder } from '../../store/run-folders.js';
import { massLimit } from '../mass-limit.js';
import { ownDocuments } from '../own-documents.js';
import { surveyDataset } from '../survey-dataset.js';
import { surveyFlow } from '../survey-flow.js';
import { declaredFacts } from './declared-facts.js';
import { tallyAnnotations } from './tally-annotations.js';
import { tallyConditions } from './tally-conditions.js';
import { tallyModels } from './tally-models.js';
import { tallyTexts } from './tally-texts.js';

/**
 * What the run directory and the documents say of a study. The config only says where they are; of what it says itself,
 * only what the plan has frozen counts. Reads one discussion at a time.
 */
export async function gatherStudyFacts(config: ExperimentConfig): Promise<StudyFacts> {
  const { discussionsDir, annotationsDir } = config.export;
  const sums = await openSumCheck(config.runDir);
  const folders = { discussionsDir, annotationsDir, sums, only: await ownDocuments(config) };
  const survey = await surveyDataset(folders);
  const left = new Set(survey.withdrawn.map(({ id }) => id));
  const { record, plan, flow } = folders.only.planned ? await readRun(config, left) : noRun();
  const conditions = tallyConditions(plan.settings, flow);
  const models = tallyModels(record?.config);
  const texts = tallyTexts(record?.inputs ?? []);
  const sets = tallyAnnotations(plan.sets, { flow, ...massLimit(config) });
  const dates: string[] = [];
  const read = async (files: (typeof survey.discussions)[number]) => ({
    discussion: await readDiscussion(files.file, sums),
    annotations: await Promise.all(files.annotations.map((file) => readAnnotation(file, sums))),
  });
  for await (const { discussion, annotations } of readAhead(survey.discussions, read)) {
    const tallied = conditions.add(discussion);
    models.addDiscussion(discussion, tallied);
    texts.addDiscussion(discussion, tallied);
    dates.push(tallied.createdAt);
    for (const annotation of annotations) {
      sets.add(annotation, tallied);
      models.addAnnotation(annotation);
      texts.addAnnotation(annotation, discussion);
    }
  }
  const settings = [...plan.settings.values()][0];
  return {
    experiment: record?.run.experiment ?? config.name,
    ...(record && { run: runRecord(record.run) }),
    ...conditions.facts(),
    steps: plan.steps,
    declared: declaredFacts(config, settings),
    models: models.facts(),
    ...texts.facts(),
    annotationSets: sets.facts(),
    dates: span(dates),
    failures: (flow?.failures ?? []).map(({ reason, count }) => ({ reason, count })),
    withdrawals: countReasons([...survey.withdrawn].map(({ why }) => why)),
    edited: sums.accepted.size,
  };
}

async function readRun(config: ExperimentConfig, left: ReadonlySet<string>) {
  const [record, plan, flow] = [
    await readRunRecord(config.runDir),
    await readPlan(config.runDir, left),
    await surveyFlow(config),
  ];
  return { record, plan, flow };
}

/** For documents that no plan of this run directory made. */
function noRun(): Partial<Awaited<ReturnType<typeof readRun>>> & { plan: Awaited<ReturnType<typeof readPlan>> } {
  return { plan: { settings: new Map(), sets: new Map(), steps: [] } };
}

/** The settings of each condition, from its first planned discussion, and the planned annotations of each set but those of discussions that
 * are `left` out. */
async function readPlan(runDir: string, left: ReadonlySet<string>) {
  const settings = new Map<string, PlanLine['fields']>();
  const sets = new Map<string, number>();
  const steps = new Map<number, number>();
  const noteIn =
    (set: string) =>
    ({ kind, fields }: PlanLine, segment: number): void => {
      if (kind === 'discussion') steps.set(segment, (steps.get(segment) ?? 0) + 1);
      const condition = String(fields['condition'] ?? '');
      if (kind === 'discussion' && !settings.has(condition)) settings.set(condition, fields);
      if (kind === 'annotation' && !left.has(String(fields['discussion']))) sets.set(set, (sets.get(set) ?? 0) + 1);
    };
  await readPlannedJobs(runDir, noteIn(defaultSet));
  for (const set of await listSets(runDir)) await readPlannedJobs(setFolder(runDir, set), noteIn(set));
  return { settings, sets, steps: [...steps.values()] };
}

function runRecord(run: NonNullable<Awaited<ReturnType<typeof readRunRecord>>>['run']): NonNullable<StudyFacts['run']> {
  return {
    seed: run.seed,
    toolVersion: run.tool_version,
    planVersion: run.plan_version,
    createdAt: run.created_at,
    facts: run.facts,
  };
}

function countReasons(reasons: readonly string[]): StudyFacts['withdrawals'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, count]) => ({ reason, count }));
}

function span(dates: readonly string[]): StudyFacts['dates'] {
  const known = dates.filter((date) => date !== '').sort();
  const [first] = known;
  const last = known.at(-1);
  return first !== undefined && last !== undefined ? { first, last } : undefined;
}
