import type { SurveyedPlan } from '../../forecast/survey-plan.js';
import { modelsOfJob } from '../../plan/models-of-job.js';

/** Persona, prompts and specification of a document. */
const perJob = 20_000;
/** Journal, document and the rows of the data set, which repeats the prompt. */
const perRequest = 5000;
/** In each of the three. */
const perToken = 3 * 4;

/** At most what a run still writes, if every reply is as long as it may be. */
export function neededBytes({ jobs }: Pick<SurveyedPlan, 'jobs'>): number {
  const sizes = jobs.flatMap(({ job, left }) => {
    const longest = Math.max(...modelsOfJob(job).map(({ config }) => config.maxTokens));
    return left > 0 ? [perJob + left * (perRequest + perToken * longest)] : [];
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
