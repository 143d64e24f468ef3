import { readFile, writeFile } from 'node:fs/promises';
import { townHallProject, root, type Project } from '../cli/syndisco.js';
import { mustRun } from '../report/report-project.js';

const design = `matrix:
  factors:
    tone:
      plain: {}
      calm: { discussions.experiment_variables.context_prompt: You are in a calm town hall. }
    memory:
      short: { discussions.turn_taking.history_ctx_len: 1 }
      long: {}
declared:
  contrasts:
    - { factor: tone, levels: [plain, calm] }
    - { factor: memory, levels: [short, long] }
`;

/** A 2 × 2 study in which tone lowers the labels and memory does not, exported with its analysis scripts. */
export async function calmStudy(): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('library_type: scripted', `library_type: ${root}tests/readers/calm-backend.mjs`);
  await project.edit('  scripted: { slots: 4 }\n', '');
  await project.edit('num_experiments: 4', 'num_experiments: 8');
  await project.edit('include_mod: true,', 'include_mod: false,');
  await project.edit(
    'annotation:\n',
    'annotation:\n  metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 }, stance: { type: category, values: [for, against] }, mood: { type: ordered, values: [heated, calm, serene] } }\n',
  );
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + design);
  await mustRun(['run', '-c', project.config]);
  await mustRun(['export', '-c', project.config, '--tidy', '--scripts']);
  return project;
}
