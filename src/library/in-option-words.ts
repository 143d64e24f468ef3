import { resolve } from 'node:path';
import { SyndiscoError, throwIfAny, type ErrorCode, type Problem, type Where } from '../errors.js';
import { schemaOf, type SchemaNode } from '../source/schemas.js';
import { camelCase } from './camel-case.js';

/** The name under which a plan has a backend that is no file. */
export const ownBackendPath = './own-backend.mjs';

/** Files that the library describes in memory, as the options that they are made of. */
export const writtenFiles = {
  'options.json': 'options',
  'personas.json': 'users',
  'moderator.json': 'moderator.persona',
  'participant.txt': 'instructions of users',
  'moderator.txt': 'instructions of the moderator',
  'topics.json': 'topics',
  'annotators.json': 'annotators',
  'annotator.txt': 'instructions of annotators',
  [ownBackendPath]: 'backend',
} as const;

/** Options that are not called as their key of the config. */
const renamed: Readonly<Record<string, string>> = {
  annotator_persona_path: 'annotators',
  context_prompt: 'context',
  discussions_dir: 'discussionsDir',
  experiment: 'name',
  history_ctx_len: 'historyContextLength',
  instruction_path: 'instructions',
  mod_instructions_path: 'instructions',
  mod_persona_path: 'persona',
  moderator_attributes: 'attributes',
  num_experiments: 'numDiscussions',
  run_dir: 'outputDir',
  topics_path: 'topics',
  turn_manager_type: 'turnManager',
  user_instructions_path: 'instructions',
  user_persona_path: 'users',
};

/** What to do where the command line would have an option for it. */
const todos: Partial<Record<ErrorCode, string>> = {
  SYNDISCO_PLAN_CHANGED: 'Restore the option, or begin in another outputDir.',
  SYNDISCO_PLAN_SHRANK: 'Restore the option (an experiment may grow, but not shrink), or begin in another outputDir.',
  SYNDISCO_RUN_MISMATCH: 'Restore the option, or begin in another outputDir.',
  SYNDISCO_RUN_OLDER: 'Begin in another outputDir, or go on with the version that made this one.',
  SYNDISCO_MODEL_CHANGED: 'Load the same model, or begin in another outputDir.',
  SYNDISCO_RUN_BUSY: 'Wait for the other process, or begin in another outputDir.',
};

/** Throws problems of a config and input files that the library has written, in the words of its options. */
export function throwInOptionWords(problems: readonly Problem[]): void {
  throwIfAny(problems.map(inOptionWords));
}

/** Runs work on such a config; what it throws is in the words of the options too. */
export async function speakingOfOptions<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SyndiscoError)) throw error;
    const [first, ...rest] = error.problems;
    throw new SyndiscoError([inOptionWords(first), ...rest.map(inOptionWords)], { cause: error });
  }
}

function inOptionWords({ code, what, todo, path, where }: Problem): Problem {
  const file = writtenFile(where?.file);
  const named = [
    ...(file === undefined || file === 'options' ? [] : [file]),
    ...(path === undefined ? [] : [optionOf(path)]),
  ];
  return {
    code,
    what: inWords(what),
    todo: todos[code] ?? inWords(todo),
    ...(named.length > 0 && { path: named.join('.') }),
    ...realPlace(where),
  };
}

/** A place in a file that exists, and the job. */
function realPlace(where: Where | undefined): Pick<Problem, 'where'> {
  const { job, ...position } = where ?? {};
  const isReal = position.file !== undefined && writtenFile(position.file) === undefined;
  const kept = { ...(isReal && position), ...(job !== undefined && { job }) };
  return Object.keys(kept).length > 0 ? { where: kept } : {};
}

/** The option whose file this is; undefined for a file that exists. */
function writtenFile(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  return Object.entries(writtenFiles).find(([name]) => resolve(name) === file)?.[1];
}

/** `discussions.turn_taking.num_turns` as `numTurns`, `model_parameters.sampling.top_k` as `sampling.topK`. */
function optionOf(path: string): string {
  const keys = path.replace(`${ownBackendPath}.`, '').split('.');
  const start = keys.findLastIndex((key) => sections.has(key));
  const own = keys.slice(start + 1).map((key) => renamed[key] ?? camelCase(key));
  return own.length > 0 ? own.join('.') : camelCase(keys.at(-1) ?? path);
}

/** Sections of the config that are no option. */
const sections = new Set([
  ...['discussions', 'annotation', 'files', 'experiment_variables', 'turn_taking', 'model_parameters', 'general'],
  ...['llama_cpp', 'transformers', 'openai', 'scripted'],
]);

/** Names of files, paths of keys and keys in a sentence. Words that are no key of a config are the user's. */
export function inWords(sentence: string): string {
  const files = Object.entries(writtenFiles).reduce(
    (text, [name, option]) => text.replaceAll(resolve(name), option).replaceAll(name, option),
    sentence,
  );
  return files
    .replaceAll(/ in (?:discussions|annotation|model_parameters|models)(?:\.[\w-]+)*(?=[.;,])/g, '')
    .replaceAll(/\b(?:discussions|annotation|model_parameters)(?:\.\w+)+/g, optionOf)
    .replaceAll(/\b[a-z]+(?:_[a-z]+)+\b/g, (word) => (keys().has(word) ? (renamed[word] ?? camelCase(word)) : word))
    .replaceAll('The backend module returned', 'The backend has')
    .replaceAll('the backend module backend', 'the backend')
    .replaceAll(' from load(options)', '')
    .replaceAll('the config now says', 'is now')
    .replaceAll('the config', 'the options')
    .replaceAll(/^experiment (?=is|must)/g, 'name ')
    .replaceAll(/: it is also at \w+:\d+:\d+/g, '')
    .replaceAll(/start at the folder of the \w+ file/g, 'start at the working directory')
    .replaceAll('Unknown key', 'Unknown option')
    .replaceAll('Missing key', 'Missing option');
}

let known: ReadonlySet<string> | undefined;

function keys(): ReadonlySet<string> {
  known ??= new Set([...keysOf(schemaOf('config')), ...keysOf(schemaOf('turn-taking'))]);
  return known;
}

function keysOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.keys((node as SchemaNode).properties ?? {});
  return [...own, ...Object.values(node).flatMap(keysOf)];
}
