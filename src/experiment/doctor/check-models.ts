import { hostname } from 'node:os';
import type { Backend } from '../../backends/backend.js';
import type { ExperimentConfig, ModelConfig } from '../../config/experiment-config.js';
import { calibrate } from '../../forecast/calibrate.js';
import type { SurveyedJob, SurveyedPlan } from '../../forecast/survey-plan.js';
import { groupByModel } from '../../plan/group-by-model.js';
import { modelsOfJob } from '../../plan/models-of-job.js';
import { loadModelOf } from '../load-model-of.js';
import { checkServers } from './check-servers.js';
import { failuresOf, type Finding } from './finding.js';
import { checkMemory } from './check-memory.js';
import { attempt, probeLabel, probeReplies } from './probe-model.js';

/** Per kind of job. */
const budgetMs = 5000;

/** Loads one model of the plan after the other and tries it; a finding's check begins with the model's name. */
export async function checkModels(
  config: ExperimentConfig,
  { jobs }: Pick<SurveyedPlan, 'jobs'>,
  tell: (findings: readonly Finding[]) => void,
): Promise<void> {
  const needed = jobs.flatMap((work) => modelsOfJob(work.job).map((model) => ({ model: model.config, work })));
  for (const { model, items } of groupByModel(needed, (one) => one.model)) {
    const work = [...new Set(items.map((item) => item.work))];
    const named = (found: readonly Finding[]): Finding[] =>
      found.map((finding) => ({ ...finding, check: `${model.name}: ${finding.check}` }));
    const asked = { config, model, work };
    tell(named(model.engine === 'openai' ? await checkServers(model) : await checkMemory(model)));
    tell(named(await checkModel(asked)));
  }
}

interface Asked {
  config: ExperimentConfig;
  model: ModelConfig;
  work: readonly SurveyedJob[];
}

async function checkModel(asked: Asked): Promise<Finding[]> {
  const warnings: string[] = [];
  const load = loadModelOf(asked.config, (level, text) => {
    if (level === 'warn') warnings.push(text);
  });
  const startedAt = performance.now();
  try {
    const backend = await load(asked.model);
    try {
      const seconds = (performance.now() - startedAt) / 1000;
      const tried = await tryModel(backend, asked);
      return [describeLoad(backend, seconds), ...warnings.map(asWarning), ...tried];
    } finally {
      await backend.close();
    }
  } catch (error) {
    return [...failuresOf('load', error), ...warnings.map(asWarning)];
  }
}

function describeLoad(
  { model: { device, engine_version: version, served_model: served }, slots }: Backend,
  seconds: number,
): Finding {
  const where = [version, served, device].filter((part) => part !== undefined).join(', ');
  const found = `loaded in ${seconds.toFixed(1)} s: ${where}; ${slots} ${slots === 1 ? 'reply' : 'replies'} at once`;
  return { check: 'load', verdict: 'ok', found };
}

function asWarning(text: string): Finding {
  return { check: 'engine', verdict: 'warning', found: text, todo: 'See docs/backends.md and docs/servers.md.' };
}

async function tryModel(backend: Backend, { model, work }: Asked): Promise<Finding[]> {
  const replies = await probeReplies(backend, model);
  return [
    ...describeTemplate(backend),
    ...replies.findings,
    await probeLabel(backend, model),
    ...(model.engine === 'openai' ? replies.pace : await measurePace(backend, model, work)),
  ];
}

function describeTemplate({ model: { prompt_format: format } }: Backend): Finding[] {
  if (format?.system_role === undefined) return [];
  const found =
    format.system_role === 'system'
      ? 'the chat template takes it'
      : 'the chat template takes none, so it stands at the head of the first message';
  return [{ check: 'system text', verdict: 'ok', found }];
}

/** As `plan --calibrate` does, but shorter, and nothing is stored. */
async function measurePace(backend: Backend, model: ModelConfig, work: readonly SurveyedJob[]): Promise<Finding[]> {
  const ports = { loadBackend: () => Promise.resolve(backend), host: hostname(), now: () => new Date(), budgetMs };
  const check = 'speed';
  const trial = await attempt(check, () => calibrate(model, work, ports));
  if (Array.isArray(trial)) return trial;
  const paces = Object.entries(trial.measured.kinds).map(
    ([kind, { completion_tokens: tokens, seconds_each: seconds }]) => {
      const rate = (tokens / seconds).toLocaleString('en-US', { maximumFractionDigits: 0 });
      return `${rate} tokens/s in ${kind}s`;
    },
  );
  if (paces.length > 0) return [{ check, verdict: 'ok', found: paces.join(', ') }];
  const todo = 'Measure for longer: syndisco plan --calibrate 60s.';
  return [{ check, verdict: 'warning', found: `no request was completed in ${budgetMs / 1000} s`, todo }];
}
