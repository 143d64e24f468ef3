import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syndisco, townHallProject, writeIn, type Project } from '../cli/syndisco.js';

/** A finished study with two conditions, roles, silence, cut-off replies and labels, and its report. */
export async function reportProject(): Promise<Project & AsyncDisposable & { report: string }> {
  const project = await townHallProject();
  await project.edit('scripted: { slots: 4 }', 'scripted: { slots: 4, silence: 0.3, words: { min: 5, max: 90 } }');
  await project.edit('num_experiments: 4', 'num_experiments: 3');
  await project.edit(
    '  turn_taking:',
    '  roles: [{ name: troll, share: 0.4, instructions_path: troll.txt }]\n  turn_taking:',
  );
  await writeIn(project.dir, { 'troll.txt': 'Provoke.\n' });
  const added = `  metrics: { toxicity: { type: integer, minimum: 1, maximum: 5 } }
matrix:
  factors:
    moderation:
      none: { discussions.experiment_variables.include_mod: false }
      strict: {}
`;
  await writeFile(project.config, (await readFile(project.config, 'utf8')) + added);
  await mustRun(['run', '-c', project.config]);
  await mustRun(['report', '-c', project.config]);
  return { ...project, report: join(project.dir, 'run/report.html') };
}

/** Runs the program and returns what it prints; fails if it fails. */
export async function mustRun(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await syndisco(args);
  if (code !== 0) throw new Error(`syndisco ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return stdout;
}
