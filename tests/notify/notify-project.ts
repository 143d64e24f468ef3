import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { townHallProject, type Project } from '../cli/syndisco.js';
import type { HookServer } from './hook-server.js';

const fields = ['event', 'study', 'message', 'status', 'done', 'total', 'elapsed', 'host', 'run_dir', 'reason'];

export async function projectWith(notify: string): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await appendFile(project.config, `notify:\n${notify}`);
  return project;
}

/** All placeholders in a body of one level and one nested in it. */
export function hookProject(more = ''): Promise<Project & AsyncDisposable> {
  const body = fields.map((name) => `${name}: "{${name}}"`).join(', ');
  return projectWith(
    `  webhook: { url_env: TOWN_HOOK, body: { ${body}, nested: [{ text: 'a "{study}"' }] } }\n${more}`,
  );
}

export function told({ bodies }: HookServer): Record<string, unknown>[] {
  return bodies.map((body) => JSON.parse(body) as Record<string, unknown>);
}

export async function logOf({ dir }: Project): Promise<string> {
  const names = await readdir(join(dir, 'logs'));
  return (await Promise.all(names.map((name) => readFile(join(dir, 'logs', name), 'utf8')))).join('');
}

/** Everything in the project's folder but its config, which the user has written. */
export async function writtenIn({ dir, config }: Project): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return (await Promise.all(files.filter((file) => file !== config).map((file) => readFile(file, 'utf8')))).join('\n');
}
