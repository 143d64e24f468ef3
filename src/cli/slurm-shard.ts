import { InvalidArgumentError } from 'commander';
import type { RunRules } from '../run/run-rules.js';

/**
 * The part of the plan that belongs to this task of a Slurm array, `sbatch --array=1-8`: the tasks are the shards, in
 * the order of their ids. A list with gaps (`--array=1,5,6`) is refused, because no task of it can tell its place.
 */
export function slurmShard(env: NodeJS.ProcessEnv): RunRules['shard'] {
  const [id, min, max, step, count] = ['ID', 'MIN', 'MAX', 'STEP', 'COUNT'].map((name) => read(env, name));
  if (id === undefined)
    throw new InvalidArgumentError('auto needs a task of a Slurm array: sbatch --array=1-8. Otherwise give 2/8.');
  if (min === undefined || max === undefined || step === undefined || count === undefined)
    throw new InvalidArgumentError(
      'auto needs SLURM_ARRAY_TASK_MIN, _MAX, _STEP and SLURM_ARRAY_TASK_COUNT, which Slurm sets; not all are set.',
    );
  const place = (id - min) / step;
  if (Number.isInteger(place) && place >= 0 && place < count && Math.floor((max - min) / step) + 1 === count)
    return { index: place + 1, count };
  throw new InvalidArgumentError(
    `auto cannot tell which of the ${count} tasks this is, because their ids have gaps. Use --array=1-${count}.`,
  );
}

function read(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[`SLURM_ARRAY_TASK_${name}`] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
