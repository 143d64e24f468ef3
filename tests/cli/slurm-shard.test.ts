import { describe, expect, it } from 'vitest';
import { slurmShard } from '../../src/cli/slurm-shard.js';

/** What Slurm sets in a task of `sbatch --array`. */
function task(id: number, { min = 1, max = 8, step = 1, count = 8 } = {}): NodeJS.ProcessEnv {
  return {
    SLURM_ARRAY_TASK_ID: `${id}`,
    SLURM_ARRAY_TASK_MIN: `${min}`,
    SLURM_ARRAY_TASK_MAX: `${max}`,
    SLURM_ARRAY_TASK_STEP: `${step}`,
    SLURM_ARRAY_TASK_COUNT: `${count}`,
  };
}

describe('the shard of a task of a Slurm array', () => {
  it('when the array is 1-8, 0-7 or 10-50:10, then the tasks are the shards in order', () => {
    expect(slurmShard(task(3))).toEqual({ index: 3, count: 8 });
    expect(slurmShard(task(0, { min: 0, max: 7 }))).toEqual({ index: 1, count: 8 });
    const stepped = { min: 10, max: 50, step: 10, count: 5 };
    expect(slurmShard(task(50, stepped))).toEqual({ index: 5, count: 5 });
  });

  it('when a range ends between two steps, then the count is that of the tasks', () => {
    expect(slurmShard(task(7, { min: 1, max: 8, step: 3, count: 3 }))).toEqual({ index: 3, count: 3 });
  });

  it('when the array is a list with gaps, then no task can know its place, and it is refused', () => {
    expect(() => slurmShard(task(4, { min: 1, max: 9, count: 3 }))).toThrow('--array=1-3');
    expect(() => slurmShard(task(4, { min: 1, max: 9, step: 2, count: 5 }))).toThrow('--array=1-5');
  });

  it('when it is not a task of an array, then it is refused with what to do', () => {
    expect(() => slurmShard({})).toThrow('--array');
    expect(() => slurmShard({ SLURM_ARRAY_TASK_ID: '3' })).toThrow('SLURM_ARRAY_TASK_COUNT');
  });
});
