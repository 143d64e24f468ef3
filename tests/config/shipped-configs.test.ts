import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load-config.js';
import type { Problem } from '../../src/errors.js';
import { readInputs } from '../../src/inputs/read-inputs.js';
import { planDiscussions } from '../../src/plan/plan-discussions.js';

const root = join(import.meta.dirname, '../..');
const shipped = fastGlob.sync('configs/**/*.yml', { cwd: root }).sort();

describe('the configs that ship', () => {
  it('when somebody looks for a config, then the ones that the documents name are there', () => {
    const named = [
      'quickstart',
      'scripted',
      'transformers',
      'module-backend',
      'export-original',
      'moderation-study',
      'original/server_config',
    ];
    expect(shipped).toEqual(expect.arrayContaining(named.map((name) => `configs/${name}.yml`)));
  });

  it.each(shipped)('when %s is read with all that it names, then nothing is wrong', async (file) => {
    expect(await problemsOf(join(root, file))).toEqual([]);
  });

  it('when the whole study is planned, then it has 132 conditions and 1,800 discussions', async () => {
    const { config } = await loadConfig(join(root, 'configs/moderation-study.yml'), { set: [], cwd: root });
    if (!config) throw new Error('no config');
    const { inputs } = await readInputs(config, { discussions: true, annotation: false });
    const jobs = planDiscussions(config, inputs);
    expect([config.conditions?.length, jobs.length]).toEqual([132, 1800]);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1800);
    const full = jobs.filter(({ condition }) => condition.factors['ablation'] === 'full');
    expect(full.every(({ participants, topic }) => participants.length === 7 && topic.openings.length === 2)).toBe(
      true,
    );
  });

  it('when the config in the README is copied, then nothing is wrong with it', async () => {
    const [, yaml] = /```yaml\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
    if (yaml === undefined) throw new Error('the README shows no config');
    const folder = mkdtempSync(join(tmpdir(), 'syndisco-readme-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const copy = join(folder, 'my-study.yml');
    writeFileSync(copy, yaml.replaceAll('../examples', join(root, 'examples')));
    expect(await problemsOf(copy)).toEqual([]);
  });

  it("when the original's example is read, then it has the original's keys, all of them and no others", () => {
    const config: unknown = parse(readFileSync(join(root, 'configs/original/server_config.yml'), 'utf8'));
    expect(leaves(config).sort()).toEqual([...originalKeys].sort());
  });
});

async function problemsOf(file: string): Promise<Problem[]> {
  const { config, problems } = await loadConfig(file, { set: [], cwd: root });
  if (!config) return problems;
  const parts = { discussions: config.discussions !== undefined, annotation: config.annotation !== undefined };
  const inputs = await readInputs(config, parts);
  return [...problems, ...inputs.problems];
}

/** Dotted paths of all values that are not objects. */
function leaves(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

const originalKeys = Object.entries({
  actions: 'generate_discussions generate_annotations export_dataset',
  logging: 'print_to_terminal write_to_file logs_dir level',
  'model_parameters.general': 'disallowed_strings library_type model_path model_pseudoname max_tokens ctx_width_tokens',
  'model_parameters.llama_cpp': 'inference_threads gpu_layers',
  'discussions.files': 'topics_dir user_persona_path user_instructions_path mod_instructions_path output_dir',
  'discussions.experiment_variables': 'include_mod num_experiments num_users context_prompt moderator_attributes',
  'discussions.turn_taking': 'num_turns history_ctx_len turn_manager_type respond_probability',
  'annotation.files': 'annotator_persona_path instruction_path output_dir',
  'annotation.experiment_variables': 'include_mod_comments history_ctx_len',
  dataset_export: 'export_path discussion_root_dir annotation_root_dir',
}).flatMap(([section, keys]) => keys.split(' ').map((key) => `${section}.${key}`));
