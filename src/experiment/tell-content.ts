import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { SumCheck } from '../document-sum.js';
import { findToAnnotate } from '../forecast/find-to-annotate.js';
import type { Inputs } from '../inputs/input-types.js';
import { SyndiscoError } from '../errors.js';
import { contentField } from '../job-kinds.js';
import { PlanChanged } from '../store/plan/plan-difference.js';

const key = 'annotation.files.discussions_dir';

interface Annotated {
  config: ExperimentConfig;
  inputs: Inputs;
  sums: SumCheck;
}

/** Runs `work`. If annotations were planned for other texts, the error says which discussion changed, and how. */
export async function tellContent<Value>(annotated: Annotated, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlanChanged) || error.difference?.field !== contentField) throw error;
    throw await explain(error, annotated);
  }
}

async function explain(error: PlanChanged, { config, inputs, sums }: Annotated): Promise<SyndiscoError> {
  const { asked, jobs } = error;
  const [problem] = error.problems;
  const id = String(asked.fields['discussion']);
  const { found } = await findToAnnotate(config, inputs, { sums, mayBeMissing: true });
  const file = found.get(id)?.file ?? id;
  const isGiven = isWritten(config, key);
  const count = jobs > 1 ? `${jobs} annotations were` : `The annotation ${asked.id} was`;
  const first = jobs > 1 ? `; the first is ${asked.id}` : '';
  return new SyndiscoError(
    [
      {
        ...problem,
        what: `${count} planned for other texts than the discussion ${id} has now in ${file}, which ${how(file, isGiven, sums)}${first}`,
        todo: `Restore the discussion${isGiven ? ' or discussions_dir' : ''}, or start a new run with --fork NAME: labels belong to the texts that the annotators read.`,
        path: key,
        where: { ...(isGiven ? whereInConfig(config, key) : { file }), job: asked.id },
      },
    ],
    { cause: error },
  );
}

function how(file: string, isGiven: boolean, sums: SumCheck): string {
  if (sums.accepted.has(file)) return 'has an accepted edit';
  if (sums.unsummed.has(file) || isGiven) return 'has changed, or is another discussion of that name';
  return 'was made again with other texts';
}
