import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../src/config/load-config.js';
import type { Problem } from '../../src/errors.js';
import { readInputs, type InputParts, type InputsRead } from '../../src/inputs/read-inputs.js';

/** Path in the project → content; null takes a file of the town hall away. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

export const elena = { username: 'Elena', age: 58, hobbies: ['chess', 2], likes_buses: true, children: null };
export const bob = { username: 'Bob', age: '45-54' };

export const townHall: Files = {
  'town-hall.yml': `experiment: town-hall
model_parameters: { general: { library_type: scripted } }
discussions:
  files:
    topics_dir: topics
    user_persona_path: people.json
    user_instructions_path: people.txt
    mod_instructions_path: moderator.txt
  experiment_variables: { include_mod: true, num_users: 2 }
annotation:
  files: { annotator_persona_path: raters, instruction_path: rate.txt }
`,
  'topics/parks.txt': 'More parks!\r\nNow.\n',
  'topics/buses.txt': '\uFEFFBuses should be free.\n',
  'people.json': JSON.stringify([elena, bob]),
  'people.txt': 'Write one short comment.\n',
  'moderator.txt': 'Keep it civil.',
  'raters/zoe.json': '{ "username": "Zoe" }',
  'raters/adam.json': '{ "username": "Adam" }',
  'raters/notes.txt': 'not a persona',
  'rate.txt': 'Rate the comment.',
};

export async function read(files: Files, parts?: InputParts): Promise<InputsRead> {
  await using project = await townHallProject(files);
  return await readProject(project.dir, parts);
}

export async function townHallProject(files: Files): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-inputs-'));
  for (const [name, content] of Object.entries({ ...townHall, ...files })) {
    if (content === null) continue;
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

export async function readProject(dir: string, parts = { discussions: true, annotation: true }): Promise<InputsRead> {
  const { config } = await loadConfig('town-hall.yml', { set: [], cwd: dir });
  if (!config) throw new Error('no config');
  const { inputs, problems, notices, files } = await readInputs(config, parts);
  return { inputs, files, problems: problems.map((problem) => shortenPath(problem, dir)), notices };
}

function shortenPath(problem: Problem, dir: string): Problem {
  return { ...problem, where: { ...problem.where, file: problem.where?.file?.replace(`${dir}/`, '') ?? '' } };
}

export function inShort({ code, where }: Problem): string {
  return `${code.replace('SYNDISCO_', '')} ${where?.file ?? ''} ${where?.line ?? ''}:${where?.column ?? ''}`;
}
