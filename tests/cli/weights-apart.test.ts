import { appendFile, copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoGguf } from '../town-hall/model.js';
import { syndisco, townHallProject } from './syndisco.js';

describe('the weights behind a model_path', () => {
  it.each([
    ['the same run_dir', [], 'SYNDISCO_PLAN_CHANGED'],
    ['another run_dir with the same output_dir', ['--set', 'run_dir=elsewhere'], 'SYNDISCO_PUBLISHED_FOREIGN'],
  ])('when they are others in %s, then nothing of the old ones is adopted', async (_, options, code) => {
    await using project = await townHallProject();
    await copyFile(demoGguf, join(project.dir, 'm.gguf'));
    await project.edit('library_type: scripted,', 'library_type: llama_cpp, model_path: m.gguf,');
    await project.edit('max_tokens: 80', 'max_tokens: 5');
    await project.edit('  scripted: { slots: 4 }\n', '');
    await project.edit('num_experiments: 4', 'num_experiments: 1');
    await project.edit('num_turns: 5', 'num_turns: 1');
    await project.edit('  files:\n', '  files:\n    output_dir: out\n');
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    await appendFile(join(project.dir, 'm.gguf'), 'other weights');
    const again = await syndisco(['generate', '-c', project.config, ...options]);
    expect(again.stderr).toContain(code);
    expect(again.stderr).toContain('model');
    expect(again.code).toBe(78);
    expect(await readdir(join(project.dir, 'out'))).toEqual(['town-hall-0001.json']);
  });
});
