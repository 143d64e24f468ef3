import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

interface Table {
  name?: string;
  content: string | Buffer;
  columns: string;
  carry?: string;
}

/** A config that does nothing but annotate a table. */
export async function tableProject({
  name = 'comments.csv',
  content,
  columns,
  carry,
}: Table): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeIn(project.dir, {
    [name]: content,
    'town-hall.yml': `run_dir: run
logging: { print_to_terminal: true, logs_dir: logs }
model_parameters: { general: { library_type: scripted, model_pseudoname: judge } }
annotation:
  files: { discussions_path: ${name}, annotator_persona_path: annotators.json, instruction_path: instructions/annotator.txt }
  columns: ${columns}
  carry_columns: [${carry ?? ''}]
  metrics: { heat: { type: integer, minimum: 1, maximum: 5, question: How heated is it? } }
`,
  });
  return project;
}

export const annotate = ({ config }: Project, ...args: string[]): Promise<Exit> =>
  syndisco(['annotate', '-c', config, ...args]);

/** The documents that were imported, by their ids. */
export async function imported({ dir }: Project): Promise<Record<string, Discussion>> {
  const folder = join(dir, 'run/discussions');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const documents = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Discussion),
  );
  return Object.fromEntries(documents.map((document) => [document.id, document]));
}

interface Discussion {
  id: string;
  condition: string;
  users: string[];
  imported_from: { order: string };
  logs: {
    id: string;
    name: string;
    text: string;
    line: number;
    reply_to?: string;
    created_at?: string;
    carried?: object;
  }[];
}

export const textsOf = ({ logs }: Discussion): string[] => logs.map(({ text }) => text);
