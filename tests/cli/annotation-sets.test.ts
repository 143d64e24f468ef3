import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/generated/annotation.js';
import { parseCsv } from '../dataset/parse-csv.js';
import { madeOnce } from './made-once.js';
import { root, startSyndisco, syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const heat = (maximum: number): string => `  metrics: { heat: { type: integer, minimum: 1, maximum: ${maximum} } }\n`;

const finished = madeOnce(async () => {
  const project = await townHallProject();
  await project.edit('num_experiments: 4', 'num_experiments: 2');
  await project.edit('annotation:\n', `annotation:\n${heat(5)}`);
  await succeed(project, 'run');
  return project;
});

const call = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config]);

async function succeed(project: Project, ...args: string[]): Promise<Exit> {
  const exit = await call(project, ...args);
  expect(exit.code, exit.stderr).toBe(0);
  return exit;
}

/** Another instruction, panel and history for the same discussions. */
async function beStrict(project: Project): Promise<void> {
  await writeIn(project.dir, {
    'instructions/strict.txt': 'Be strict. Rate the heat.',
    'judges.json': JSON.stringify([{ username: 'vera', age: 61 }]),
  });
  await project.edit('instruction_path: instructions/annotator.txt', 'instruction_path: instructions/strict.txt');
  await project.edit('annotator_persona_path: annotators.json', 'annotator_persona_path: judges.json');
}

async function bytesBelow(dir: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')] as const)));
}

async function dataset({ dir }: Project): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = parseCsv(await readFile(join(dir, 'run/dataset/comments.csv'), 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

async function documentsOf({ dir }: Project, set: string): Promise<Annotation[]> {
  const folder = join(dir, 'run/annotations', set);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Annotation));
}

describe('a second annotation set', () => {
  it('when annotation changes, then annotate advises --as, which annotates the same discussions beside the first set', async () => {
    await using project = await finished();
    await beStrict(project);
    const refused = await call(project, 'annotate');
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain('syndisco annotate --as NAME');

    const before = await bytesBelow(join(project.dir, 'run'));
    await succeed(project, 'annotate', '--as', 'strict');
    const after = await bytesBelow(join(project.dir, 'run'));
    for (const [file, bytes] of before) expect(after.get(file), file).toBe(bytes);
    const made = await documentsOf(project, 'strict');
    expect(made.map(({ id, annotation_set: set }) => [id, set])).toEqual([
      ['town-hall-0001--vera--as-strict', 'strict'],
      ['town-hall-0002--vera--as-strict', 'strict'],
    ]);
    await succeed(project, 'annotate', '--as', 'strict');
    expect(await documentsOf(project, 'strict')).toEqual(made);

    await succeed(project, 'export');
    const rows = (await dataset(project)).filter((row) => row['annotation'] !== '');
    expect(new Set(rows.map((row) => `${row['annotation_set']} ${row['annotator']}`))).toEqual(
      new Set(['default nora', 'default omar', 'strict vera']),
    );
    for (const row of rows) expect(row['status_heat']).not.toBe('');
  });

  it('when an existing set is asked for with other keys, then the key is named and another name offered', async () => {
    await using project = await finished();
    await succeed(project, 'annotate', '--as', 'strict');
    const history = 'annotation.experiment_variables.history_ctx_len=1';
    const exit = await call(project, 'annotate', '--as', 'strict', '--set', history);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain('annotation.experiment_variables.history_ctx_len  ');
    expect(exit.stderr).toContain('SYNDISCO_PLAN_CHANGED');
    expect(exit.stderr).toContain('history_ctx_len: 2, and the config now says history_ctx_len: 1');
    expect(exit.stderr).toContain('annotate --as NAME');
    await succeed(project, 'annotate', '--as', 'short', '--set', history);
    expect(await documentsOf(project, 'short')).toHaveLength(4);
  });

  it('when another model annotates, then the discussions may keep theirs, but nothing else of them may change', async () => {
    await using project = await finished();
    const model = ['--set', 'model_parameters.general.model_pseudoname=judge'];
    await succeed(project, 'annotate', '--as', 'judged', ...model);
    for (const { annotator_model: name } of await documentsOf(project, 'judged')) expect(name).toBe('judge');
    // The other engine's sampling has other defaults.
    const modelPath = join(root, 'examples/models/syndisco-demo-q8_0.gguf');
    const general = `model_parameters.general={library_type: llama_cpp, model_path: ${modelPath}}`;
    const warm = 'model_parameters.sampling.temperature=0.3';
    const planned = await succeed(project, 'plan', '--as', 'kk', '--set', general, '--set', warm, '--json');
    expect(planned.stdout).toContain('--as-kk');
    const turns = 'discussions.turn_taking.num_turns=6';
    const exit = await call(project, 'annotate', '--as', 'other', ...model, '--set', turns);
    expect(exit.code).toBe(78);
    expect(exit.stderr).toContain('The discussion town-hall-0001 is planned with num_turns: 5');
    expect(exit.stderr).toContain('discussions.turn_taking.num_turns  ');
    const seed = await call(project, 'annotate', '--as', 'other', '--set', 'seed=8');
    expect(seed.stderr).toContain('SYNDISCO_RUN_MISMATCH');
    expect(await readdir(join(project.dir, 'run/sets'))).toEqual(['judged']);
  });

  it('when sets ask a metric on different scales, then each scale has its own column', async () => {
    await using project = await finished();
    await project.edit(heat(5), heat(9));
    await succeed(project, 'annotate', '--as', 'fine');
    const exit = await succeed(project, 'export', '--json');
    expect(exit.stdout).toContain('annotation sets ask the metric heat on different scales');
    const rows = (await dataset(project)).filter((row) => row['annotation'] !== '');
    for (const row of rows) {
      const [own, other] = row['annotation_set'] === 'fine' ? ['heat_as_fine', 'heat'] : ['heat', 'heat_as_fine'];
      expect(row[`status_${own}`]).not.toBe('');
      expect(row[`status_${other}`]).toBe('');
      expect(row[`label_${other}`]).toBe('');
    }
  });

  it('when plan, verify, clean and validate read a run with sets, then each knows them', async () => {
    await using project = await finished();
    await beStrict(project);
    const planned = JSON.parse((await succeed(project, 'plan', '--as', 'strict', '--json')).stdout) as {
      jobs: { id: string; state: string }[];
    };
    expect(planned.jobs.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'town-hall-0001--vera--as-strict new',
      'town-hall-0002--vera--as-strict new',
    ]);
    await succeed(project, 'annotate', '--as', 'strict');
    expect((await succeed(project, 'plan', '--as', 'strict')).stdout).toContain('annotations: 2 (2 done)');
    const status = await readFile(join(project.dir, 'run/sets/strict/status.json'), 'utf8');
    expect(JSON.parse(status)).toMatchObject({ annotation_set: 'strict', state: 'ended', exit_code: 0 });
    await succeed(project, 'validate');
    expect((await succeed(project, 'verify')).stdout).toContain(
      'annotation set strict: 2 of 2 annotations, 2 journals',
    );
  });

  it('when a document of a set is edited, then verify and clean see it, and once it is restored its journals go', async () => {
    await using project = await finished();
    await beStrict(project);
    await succeed(project, 'annotate', '--as', 'strict');
    const file = join(project.dir, 'run/annotations/strict/town-hall-0002--vera--as-strict.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"seed": 7', '"seed": 8'));
    const damaged = await call(project, 'verify');
    expect(damaged.code).toBe(74);
    expect(damaged.stderr).toContain('town-hall-0002--vera--as-strict.json');
    expect((await call(project, 'clean')).code).toBe(74);
    await succeed(project, 'verify', '--accept', 'town-hall-0002--vera--as-strict');
    await writeFile(file, text);
    await succeed(project, 'clean');
    expect(await readdir(join(project.dir, 'run/sets/strict/journal/annotations'))).toEqual([]);
    expect((await succeed(project, 'verify')).stdout).toContain(
      'annotation set strict: 2 of 2 annotations, 0 journals',
    );
  });

  it('when a set is to be called .., then the name is refused', async () => {
    await using project = await townHallProject();
    const exit = await call(project, 'annotate', '--as', '..');
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain('--as');
  });

  it('when annotations have a folder of their own, then a set is a folder in it, and a fork of that name is refused', async () => {
    await using project = await townHallProject();
    await project.edit('    annotator_persona_path', '    output_dir: labels\n    annotator_persona_path');
    await succeed(project, 'run');
    await succeed(project, 'annotate', '--as', 'strict');
    const names = await readdir(join(project.dir, 'labels/strict'));
    expect(names.filter((name) => name.endsWith('--as-strict.json'))).toHaveLength(8);
    const exit = await call(project, 'run', '--fork', 'strict');
    expect(exit.code).toBe(64);
    expect(exit.stderr).toContain('annotation set');
    await succeed(project, 'run', '--fork', 'other');
    expect((await call(project, 'annotate', '--as', 'other')).stderr).toContain('fork');
  });

  it('when it is killed in the middle again and again, then nothing that was made is lost or made twice', async () => {
    await using project = await finished();
    await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 1, delay_ms: 15 }');
    await beStrict(project);
    const journals = join(project.dir, 'run/sets/strict/journal/annotations');
    for (let kill = 0; kill < 3; kill += 1) {
      const { child, exit } = startSyndisco(['annotate', '--as', 'strict', '-c', project.config]);
      const known = (await completionsIn(journals)).size;
      while (child.exitCode === null && (await completionsIn(journals)).size < known + 3) await delay(5);
      child.kill('SIGKILL');
      await exit;
    }
    const kept = await completionsIn(journals);
    expect(kept.size).toBeGreaterThanOrEqual(9);
    await succeed(project, 'annotate', '--as', 'strict');
    const made = await documentsOf(project, 'strict');
    expect(made).toHaveLength(2);
    const texts = new Map(
      made.flatMap(({ id, comments }) => comments.map((one) => [`${id} ${one.turn}`, one.raw_text])),
    );
    for (const [key, text] of kept) expect(texts.get(key)).toBe(text);
    expect((await completionsIn(journals)).size).toBe(texts.size);
    expect((await succeed(project, 'verify')).stdout).toContain('2 of 2 annotations');
  });
});

/** The texts of all completions on disk, by job and turn; a second text of one is a failure. */
async function completionsIn(journals: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of (await readdir(journals).catch(() => [])).sort()) {
    const job = name.replace(/\.\d+\.jsonl$/, '');
    const lines = (await readFile(join(journals, name), 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) {
      const entry = JSON.parse(line) as { kind: string; index: number; completion: { text: string } };
      if (entry.kind !== 'completion') continue;
      const key = `${job} ${entry.index}`;
      expect(found.get(key) ?? entry.completion.text).toBe(entry.completion.text);
      found.set(key, entry.completion.text);
    }
  }
  return found;
}
