import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, writeIn } from './syndisco.js';
import { mustRun } from '../report/report-project.js';

const factorial = `matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
    memory:
      short: { discussions.turn_taking.history_ctx_len: 1 }
      long: {}
declared:
  contrasts: [{ factor: moderation, levels: [none, strict] }]
  exclusions: [Discussions in which fewer than two participants spoke.]
models:
  large: { general: { library_type: scripted, model_pseudoname: judge, max_tokens: 20, ctx_width_tokens: 2048 } }
`;

const factorialStudy = madeOnce(async () => {
  const project = await townHallProject();
  await project.edit('discussions:\n', `${factorial}discussions:\n`);
  await project.edit(
    'annotation:\n',
    'annotation:\n  models: [large]\n  metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }\n',
  );
  await mustRun(['run', '-c', project.config]);
  return project;
});

describe('syndisco report --methods', () => {
  test('when a factorial study is finished, then the methods say what the run recorded, with every prompt verbatim', async () => {
    await using project = await factorialStudy();
    const file = join(project.dir, 'methods.md');
    const stdout = await mustRun(['report', '-c', project.config, '--methods', file]);
    const text = await readFile(file, 'utf8');

    expect(stdout).toContain(`methods      ${file}`);
    expect(text).toContain('2 × 2 factorial');
    expect(text).toContain('*moderation* (none, strict)');
    expect(text).toContain('All 16 planned discussions were completed');
    expect(text).toContain('moderation: none → strict');
    expect(text).toContain('Discussions in which fewer than two participants spoke.');
    expect(text).toContain('*judge*');
    expect(text).toContain((await readFile(join(project.dir, 'instructions/moderator.txt'), 'utf8')).trim());
    expect(text).not.toContain(project.dir);
    // Prompts may say anything.
    const [methods = ''] = text.split('## Appendix');
    expect(methods).not.toMatch(/undefined|null|NaN|\[object/);
  });

  test('when the config and the inputs have changed since, then the methods are those of the run', async () => {
    await using project = await factorialStudy();
    const file = join(project.dir, 'methods.md');
    await mustRun(['report', '-c', project.config, '--methods', file]);
    const before = await readFile(file, 'utf8');
    await project.edit('max_tokens: 80', 'max_tokens: 70');
    await project.edit('num_turns: 5', 'num_turns: 9');
    await writeIn(project.dir, { 'instructions/moderator.txt': 'Say nothing.' });
    await mustRun(['report', '-c', project.config, '--methods', file]);

    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('when the contrasts of the config are not those of the plan, then they are not called declared', async () => {
    await using project = await factorialStudy();
    await project.edit('factor: moderation, levels: [none, strict]', 'factor: memory, levels: [short, long]');
    const file = join(project.dir, 'methods.md');
    await mustRun(['report', '-c', project.config, '--methods', file]);

    expect(await readFile(file, 'utf8')).not.toContain('memory: short → long');
  });

  test('when files of the Python original are read, then what they do not record is said to be unknown', async () => {
    await using project = await townHallProject();
    const file = join(project.dir, 'methods.md');
    const config = fileURLToPath(new URL('../../configs/export-original.yml', import.meta.url));
    await mustRun(['report', '-c', config, '--methods', file, '--output', join(project.dir, 'report.html')]);
    const text = await readFile(file, 'utf8');

    expect(text).toContain('does not record');
    expect(text).not.toMatch(/undefined|null|NaN|seed 42/);
  });
});

describe('syndisco report --checklist', () => {
  test('when GUIDE-LLM is asked for, then all 14 core items are there, filled in where the run knows', async () => {
    await using project = await factorialStudy();
    const stdout = await mustRun(['report', '-c', project.config, '--checklist', 'guide-llm']);
    const file = join(project.dir, 'run/guide-llm.md');
    const text = await readFile(file, 'utf8');

    expect(stdout).toContain(file);
    expect(text.match(/^### [A-G]\.\d /gm)).toHaveLength(14);
    expect(text).toContain('temperature');
    expect(text).toMatch(/☐ \*\*For the authors\*\*/);
  });

  test('when another checklist is asked for, then the known ones are named', async () => {
    const { code, stderr } = await syndisco(['report', '--checklist', 'consort']);

    expect(code).toBe(64);
    expect(stderr).toContain('guide-llm');
  });
});

describe('syndisco export --tidy --scripts', () => {
  test('when scripts are asked for, then they lie beside the tables and name the declared contrasts', async () => {
    await using project = await factorialStudy();
    await mustRun(['export', '-c', project.config, '--tidy', '--scripts']);
    for (const name of ['analysis.R', 'analysis.py']) {
      const text = await readFile(join(project.dir, 'run/dataset/tidy', name), 'utf8');
      expect(text).toContain('moderation: none -> strict');
      expect(text).toContain('toxicity');
    }
  });

  test('when there are no tidy tables to read, then scripts are refused', async () => {
    const { code, stderr } = await syndisco(['export', '-c', 'configs/export-original.yml', '--scripts']);

    expect(code).toBe(64);
    expect(stderr).toContain('--tidy');
  });
});
