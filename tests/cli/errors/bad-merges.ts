import { join } from 'node:path';
import { syndisco, townHallProject, type Project } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

/** Merges two shards that were made as the lines say. */
const merging =
  (...lines: readonly string[][]) =>
  async (): Promise<readonly string[]> => {
    await using project = await townHallProject();
    for (const [index, line] of lines.entries()) await generate(project, `${index}`, line);
    const parts = lines.map((_, index) => join(project.dir, `${index}`));
    const refused = await syndisco(['merge', ...parts, '--into', join(project.dir, 'merged'), '--json']);
    return codesIn(refused);
  };

function generate({ config, dir }: Project, name: string, line: readonly string[]): Promise<unknown> {
  return syndisco(['generate', '-c', config, '--set', `run_dir=${join(dir, name)}`, ...line]);
}

export const badMerges = {
  SYNDISCO_MERGE_DIFFERENT: [
    {
      when: 'the shards have different seeds',
      reach: merging(['--shard', '1/2'], ['--shard', '2/2', '--set', 'seed=8']),
    },
    {
      when: 'a shard was made before the design grew',
      reach: merging(
        ['--shard', '1/3'],
        ['--shard', '2/3', '--set', 'discussions.experiment_variables.num_experiments=6'],
        ['--shard', '3/3', '--set', 'discussions.experiment_variables.num_experiments=6'],
      ),
    },
  ],
  SYNDISCO_MERGE_DUPLICATE: [
    { when: 'the whole was made beside a part of it', reach: merging([], ['--shard', '1/2']) },
  ],
  SYNDISCO_MERGE_INCOMPLETE: [{ when: 'a shard is missing', reach: merging(['--shard', '1/3'], ['--shard', '2/3']) }],
} satisfies ErrorCases;
