import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { fail } from '../../errors.js';
import { packageFile } from '../../package-file.js';
import { errnoOf, unless } from '../../store/disk/errno.js';
import { storageError } from '../../store/disk/storage-error.js';
import { exampleProjects, type ExampleName } from './example-projects.js';
import { starterMetrics, type StarterMetricName } from './starter-metrics.js';

export interface NewProject {
  /** An absolute path; the folder need not exist. */
  dir: string;
  example: ExampleName;
  /** Left aside by an example without metrics. */
  metrics: readonly StarterMetricName[];
}

export interface WrittenProject {
  dir: string;
  config: string;
  /** Relative to `dir`, the config first. */
  files: readonly string[];
}

const configName = 'syndisco.yml';
/** Copied, because no path to this package is right for local, global and npx installations alike. */
const schema = { 'syndisco.schema.json': 'schemas/config.schema.json' };

/** Writes an example project. Replaces nothing: throws SYNDISCO_FILES_EXIST, with nothing written, if a file is there. */
export async function writeProject(project: NewProject): Promise<WrittenProject> {
  const { dir } = project;
  const contents = new Map<string, string | Buffer>([[configName, await configOf(project)]]);
  for (const [to, from] of Object.entries({ ...exampleProjects[project.example].files, ...schema }))
    for (const path of await filesAt(from))
      contents.set(to.endsWith('/') ? `${to}${basename(path)}` : to, await readFile(packageFile(path)));
  const taken: string[] = [];
  for (const file of contents.keys()) if (await isTaken(join(dir, file))) taken.push(file);
  if (taken.length > 0) throw filesExist(dir, taken);
  await writeAll(dir, contents);
  return { dir, config: join(dir, configName), files: [...contents.keys()] };
}

async function configOf({ dir, example, metrics }: NewProject): Promise<string> {
  const template = await readFile(packageFile(`examples/init/${example}.yml`), 'utf8');
  const name = nameAfter(dir, example);
  return template
    .replace('experiment: {name}', () => stringify({ experiment: name }).trimEnd())
    .replaceAll('{name}', () => name)
    .replace('{metrics}', () => metrics.map((metric) => `    ${metric}: ${starterMetrics[metric].yaml}`).join('\n'));
}

/** The folder's name, as far as an experiment can have it. */
function nameAfter(dir: string, example: ExampleName): string {
  const name = basename(dir)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100);
  return name === '' ? example : name;
}

/** A file of this package, or all files of a folder. */
async function filesAt(path: string): Promise<string[]> {
  if (!path.endsWith('/')) return [path];
  return (await readdir(packageFile(path))).sort().map((name) => `${path}${name}`);
}

async function isTaken(path: string): Promise<boolean> {
  try {
    return (await unless(['ENOENT'], lstat(path))) !== undefined;
  } catch (error) {
    throw storageError(error);
  }
}

/** All files or none: a half-written project would stand in the way of a second try. */
async function writeAll(dir: string, contents: ReadonlyMap<string, string | Buffer>): Promise<void> {
  const written: string[] = [];
  try {
    for (const [file, content] of contents) {
      const path = join(dir, file);
      await mkdir(dirname(path), { recursive: true });
      written.push(path);
      await writeFile(path, content, { flag: 'wx' });
    }
  } catch (error) {
    const isTheirs = errnoOf(error) === 'EEXIST';
    const last = written.at(-1);
    for (const path of isTheirs ? written.slice(0, -1) : written) await rm(path, { force: true });
    throw isTheirs && last !== undefined ? filesExist(dir, [last]) : storageError(error);
  }
}

function filesExist(dir: string, files: readonly string[]): Error {
  return fail({
    code: 'SYNDISCO_FILES_EXIST',
    what: `${dir} has ${files.length === 1 ? 'a file' : 'files'} already that init would write: ${files.join(', ')}. Nothing was written.`,
    todo: 'Name another folder, such as `syndisco init my-study`, or move the files away.',
  });
}
