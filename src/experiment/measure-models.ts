import { hostname } from 'node:os';
import { jobKinds } from '../job-kinds.js';
import type { BackendLog } from '../backends/backend-log.js';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import { groupByModel } from '../plan/group-by-model.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { calibrate, type Trial } from '../forecast/calibrate.js';
import type { SurveyedPlan } from '../forecast/survey-plan.js';
import { readCalibration, writeCalibration } from '../store/records/calibration-file.js';
import { loadModelOf } from './load-model-of.js';
import { openModelsInUse } from './models-in-use.js';

export interface MeasureOptions {
  /** Time per model and kind of job. */
  budgetMs: number;
  say: BackendLog;
}

/** Measures the speed of every model on its unfinished jobs and stores the results. */
export async function measureModels(
  config: ExperimentConfig,
  plan: SurveyedPlan,
  { budgetMs, say }: MeasureOptions,
): Promise<void> {
  const models = openModelsInUse(loadModelOf(config, say));
  const ports = {
    loadBackend: (model: ModelConfig) => models.load(model),
    host: hostname(),
    now: () => new Date(),
    budgetMs,
  };
  const unfinished = plan.jobs.filter(({ left }) => left > 0);
  try {
    const needed = unfinished.flatMap((work) => modelsOfJob(work.job).map((model) => ({ model: model.config, work })));
    for (const { key, model, items } of groupByModel(needed, (one) => one.model)) {
      say('info', `measuring ${model.name} …`);
      const jobs = [...new Set(items.map(({ work }) => work))];
      await keep(config.runDir, key, await calibrate(model, jobs, ports), { budgetMs, say });
    }
  } finally {
    await models.close();
  }
}

/** Stores the measurement. A kind of job that could not be measured keeps its earlier one. */
async function keep(
  runDir: string,
  key: string,
  { measured, unanswered }: Trial,
  { budgetMs, say }: MeasureOptions,
): Promise<void> {
  const before = (await readCalibration(runDir, key, measured.host))?.kinds ?? {};
  for (const kind of unanswered) {
    const kept = kind in before ? 'keeping the earlier measurement' : 'its speed is unknown';
    say('warn', `${describeSilence(measured.model, kind, budgetMs)}: ${kept}. ${advise(budgetMs)}`);
  }
  if (Object.keys(measured.kinds).length === 0) return;
  await writeCalibration(runDir, key, { ...measured, kinds: { ...before, ...measured.kinds } });
}

function describeSilence(model: string, kind: Trial['unanswered'][number], budgetMs: number): string {
  return `${model} completed no request of ${jobKinds[kind].withArticle} in ${budgetMs / 1000} s`;
}

function advise(budgetMs: number): string {
  return `Measure for longer: --calibrate ${Math.ceil((budgetMs / 1000) * 4)}s.`;
}
