import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import type { Discussion } from '../../src/generated/discussion.js';
import { parseTable } from '../dataset/parse-csv.js';
import { root, startSyndisco, syndisco, townHallProject, type Exit } from './syndisco.js';

const quickstart = join(root, 'configs/quickstart.yml');

async function readDocuments<Document>(dir: string): Promise<Document[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as Document));
}

/** The arguments that send everything the quickstart writes to a folder. */
function into(dir: string): string[] {
  return ['-c', quickstart, '--set', `run_dir=${join(dir, 'run')}`, '--set', `logging.logs_dir=${join(dir, 'logs')}`];
}

describe('the main job on the bundled model', () => {
  let project: Awaited<ReturnType<typeof townHallProject>>;
  let exit: Exit;
  beforeAll(async () => {
    project = await townHallProject();
    exit = await syndisco(['run', ...into(project.dir)]);
    return () => project[Symbol.asyncDispose]();
  }, 180_000);

  it('when it is run, then it ends well and says where everything lies', () => {
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toMatch(/discussions +4 of 4 .*run\/discussions/);
    expect(exit.stdout).toMatch(/annotations +8 of 8 .*run\/annotations/);
    expect(exit.stdout).toMatch(/^loaded +[^,×]+$/m);
    expect(exit.stdout).toContain('run/dataset/comments.csv');
    expect(exit.stdout).toMatch(/^quickstart-0001, on ".+"\n\n\w+: .+\n\w+: .+\n/m);
  });

  it('when it is run, then every discussion has four people, a moderator and real text', async () => {
    const discussions = await readDocuments<Discussion>(join(project.dir, 'run/discussions'));
    expect(discussions).toHaveLength(4);
    for (const { users, moderator, logs, user_prompts, model } of discussions) {
      expect(new Set(users).size).toBe(4);
      expect(new Set(user_prompts).size).toBe(4);
      expect(moderator).toBe('moderator');
      expect(logs).toHaveLength(1 + 8 + 8);
      expect(model).toMatchObject({ name: 'syndisco-demo', engine: 'llama_cpp' });
      const spoken = logs.filter(({ role, model: by }) => role === 'participant' && by !== 'hardcoded');
      expect(spoken.every(({ text }) => text.split(' ').length >= 2)).toBe(true);
      expect(new Set(spoken.map(({ text }) => text)).size).toBeGreaterThan(5);
    }
  });

  it('when it is run, then annotators give well-formed labels to every comment that says something', async () => {
    const discussions = await readDocuments<Discussion>(join(project.dir, 'run/discussions'));
    const annotations = await readDocuments<Annotation>(join(project.dir, 'run/annotations'));
    for (const { conv_id, logs } of annotations) {
      const spoken = discussions.find(({ id }) => id === conv_id)?.logs.filter(({ text }) => text !== '') ?? [];
      expect(logs.map(([comment]) => comment)).toEqual(spoken.map(({ text }) => text));
      expect(logs.every(([, label]) => /^Toxicity=[1-5]\nArgumentQuality=[1-5]$/.test(label))).toBe(true);
    }
  });

  it('when it is run, then the CSV has one row for each comment and annotator, in order', async () => {
    const rows = parseTable(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const discussions = await readDocuments<Discussion>(join(project.dir, 'run/discussions'));
    const expected = discussions.flatMap(({ id, logs }) =>
      logs.flatMap(({ turn, text }) => Array.from({ length: text === '' ? 1 : 2 }, () => `${id}/${turn}`)),
    );
    expect(rows.map((row) => row['comment_id'])).toEqual(expected);
  });

  it('when it is run again, then nothing is made and no byte of what was made changes', async () => {
    const before = await readFile(join(project.dir, 'run/dataset/comments.csv'));
    const again = await syndisco(['run', ...into(project.dir), '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      exit_code: 0,
      made: [{ completions: 0 }, { completions: 0 }],
      model_loads: [],
    });
    expect(await readFile(join(project.dir, 'run/dataset/comments.csv'))).toEqual(before);
    expect((await syndisco(['verify', ...into(project.dir)])).stdout).toContain('4 of 4 discussions');
  });

  it('when it is killed in the middle and run again, then it goes on and makes the same plan whole', async () => {
    await using other = await townHallProject();
    const first = startSyndisco(['generate', ...into(other.dir)]);
    const journals = join(other.dir, 'run/journal/discussions');
    while ((await sizeOf(journals)) < 6000) await new Promise((resolve) => setTimeout(resolve, 20));
    first.child.kill('SIGKILL');
    await first.exit;
    const resumed = await syndisco(['generate', ...into(other.dir), '--json']);
    const { made } = JSON.parse(resumed.stdout) as { made: { done: number; completions: number }[] };
    expect(made[0]?.done).toBe(4);
    expect(made[0]?.completions).toBeLessThan(4 * 16);
    expect((await syndisco(['verify', ...into(other.dir)])).code).toBe(0);
  });
});

async function sizeOf(dir: string): Promise<number> {
  const names = await readdir(dir).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await readFile(join(dir, name))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}
