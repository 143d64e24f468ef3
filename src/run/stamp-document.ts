import type { ModelIdentity } from '../generated/discussion.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { RunContext } from './run-context.js';

interface Stamp {
  timestamp: string;
  created_at: string;
  model: ModelIdentity;
  specification: PlanLine['fields'];
  job_hash: string;
}

/** Adds what only the run knows: the time, the model and the planned job. */
export function stampDocument<Draft extends object>(draft: Draft, line: PlanLine, run: RunContext): Draft & Stamp {
  const now = run.now();
  return {
    ...draft,
    timestamp: originalTimestamp(now),
    created_at: now.toISOString(),
    model: run.backend.model,
    specification: line.fields,
    job_hash: line.hash,
  };
}

/** `26-02-14-16-20`: local time, in the format of the Python original. */
function originalTimestamp(at: Date): string {
  const parts = [at.getFullYear() % 100, at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
