import type { ModelIdentity } from '../generated/discussion.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { JobModels } from './models-of-run.js';
import type { RunContext } from './run-context.js';

interface Stamp {
  timestamp: string;
  created_at: string;
  model: ModelIdentity;
  models?: ModelIdentity[];
  specification: PlanLine['fields'];
  job_hash: string;
}

/** Adds what only the run knows: the time, the models and the planned job. */
export function stampDocument<Draft extends object>(
  draft: Draft,
  line: PlanLine,
  run: Pick<RunContext, 'now'> & { models: JobModels['identities'] },
): Draft & Stamp {
  const now = run.now();
  const [model] = run.models;
  return {
    ...draft,
    timestamp: originalTimestamp(now),
    created_at: now.toISOString(),
    model,
    ...(run.models.length > 1 && { models: [...run.models] }),
    specification: line.fields,
    job_hash: line.hash,
  };
}

/** `26-02-14-16-20`: local time, in the format of the Python original. */
function originalTimestamp(at: Date): string {
  const parts = [at.getFullYear() % 100, at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
