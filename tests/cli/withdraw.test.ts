import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { finishedTown, type Town } from '../experiment/finished-town.js';
import { syndisco } from './syndisco.js';

const id = 'town-hall-0002';
const why = 'the moderator leaked its prompt';

async function succeed({ config }: Town, ...args: string[]): Promise<string> {
  const exit = await syndisco([...args, '-c', config]);
  expect(exit.code, exit.stderr).toBe(0);
  return exit.stdout;
}

const documentsOf = ({ dir }: Town, kind = 'discussions'): Promise<string[]> => readdir(join(dir, 'run', kind));

describe('a discussion that is withdrawn', () => {
  test('when it is reported, then it and its annotations are left out and counted with the reason', async () => {
    await using town = await finishedTown();
    const documents = await documentsOf(town);
    expect(await succeed(town, 'withdraw', id, '--why', why)).toContain(`${id} is withdrawn`);
    const report = JSON.parse(await succeed(town, 'report', '--json')) as { flow: object[]; notes: string[] };
    expect(report.flow).toMatchObject([{ planned: 4, generated: 4, withdrawn: 1, annotated: 3 }]);
    expect(report.notes).toContainEqual(`${id} is withdrawn and left out: ${why}`);
    expect(await succeed(town, 'plan', '--jobs')).toContain(`withdrawn: ${why}`);
    expect(await documentsOf(town)).toEqual(documents);
  });

  test('when a methods section is written, then it says how many were withdrawn, and why', async () => {
    await using town = await finishedTown();
    await succeed(town, 'withdraw', id, '--why', why);
    const file = join(town.dir, 'methods.md');
    await succeed(town, 'report', '--methods', file);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('Of 4 planned discussions, 3 are in the data set; 1 was withdrawn.');
    expect(text).toContain(`with its annotations, and was not replaced. Reason: ${why} (1).`);
  });

  test('when the study grows, then it is not made again, and no annotator reads it', async () => {
    await using town = await finishedTown();
    await succeed(town, 'withdraw', id, '--why', why);
    const grown = 'discussions.experiment_variables.num_experiments=5';
    await succeed(town, 'run', '--set', grown, '--set', 'annotation.repeats=2');
    expect(await documentsOf(town)).toHaveLength(5);
    const annotations = await documentsOf(town, 'annotations');
    expect(annotations.filter((name) => name.startsWith(id))).toHaveLength(2);
    expect(annotations).toHaveLength(2 + 4 * 4);
    const csv = await readFile(join(town.dir, 'run/dataset/comments.csv'), 'utf8');
    expect(csv).not.toContain(id);
    expect(csv).toContain('town-hall-0005');
  });
});
