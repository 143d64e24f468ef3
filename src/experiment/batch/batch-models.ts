import { fileStem } from '../../plan/job-id.js';
import type { RunnableJob } from '../../run/run-job.js';

/** The jobs of each model: a batch has one. Named so that it can be part of a file's name. */
export function batchModels(jobs: readonly RunnableJob[]): ReadonlyMap<string, readonly RunnableJob[]> {
  const models = new Map<string, RunnableJob[]>();
  for (const job of jobs) {
    const name = fileStem(job.models[0].key ?? job.models[0].config.name);
    const own = models.get(name);
    if (own) own.push(job);
    else models.set(name, [job]);
  }
  return models;
}
