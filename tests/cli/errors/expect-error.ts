import { expect } from 'vitest';
import { exitCodeOf, type ErrorCode, type Problem } from '../../../src/errors.js';
import { syndisco, townHallProject, writeIn, type Project } from '../syndisco.js';

export interface BadInput {
  code: ErrorCode;
  /** What is wrong, after "when". */
  when: string;
  /** Files written over the town hall's. */
  files?: Readonly<Record<string, string | Buffer>>;
  /** Replacements in town-hall.yml. */
  edit?: readonly [from: string, to: string][];
  /** The command; `validate` if not given. */
  args?: readonly string[];
  /** `file:line:column` of the first problem with that code, relative to the project. */
  at?: string;
  /** What that problem says or advises, where the words are what is tried. */
  what?: RegExp;
  todo?: RegExp;
  /** Done to the project before the command. */
  prepare?: (project: Project) => Promise<unknown>;
  env?: NodeJS.ProcessEnv;
}

/** Runs the command in a project with something wrong and pins code, exit code and position. */
export async function expectError(bad: BadInput): Promise<void> {
  await using project = await townHallProject();
  await writeIn(project.dir, bad.files ?? {});
  for (const [from, to] of bad.edit ?? []) await project.edit(from, to);
  await bad.prepare?.(project);
  const args = [...(bad.args ?? ['validate']), '-c', project.config, '--json'];
  const exit = await syndisco(args, bad.env ? { env: bad.env } : {});
  const problems = problemsOf(exit.stderr);
  const found = problems.find((problem) => problem.code === bad.code);
  expect(found, exit.stderr).toBeDefined();
  expect(exit.code).toBe(exitCodeOf[problems[0]?.code ?? 'SYNDISCO_INTERNAL']);
  expectWords(found, bad);
  expect(exit.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  if (bad.at !== undefined) expect(positionOf(found, project.dir)).toBe(bad.at);
}

function expectWords(found: Problem | undefined, { what = /./, todo = /./ }: BadInput): void {
  expect(found?.what).toMatch(what);
  expect(found?.todo).toMatch(todo);
}

function problemsOf(stderr: string): Problem[] {
  const line = stderr.split('\n').find((text) => text.startsWith('{"problems"'));
  return line === undefined ? [] : (JSON.parse(line) as { problems: Problem[] }).problems;
}

function positionOf(problem: Problem | undefined, dir: string): string {
  const { file, line, column, job } = problem?.where ?? {};
  const position = [file?.replace(`${dir}/`, ''), line, column].filter((part) => part !== undefined).join(':');
  return position === '' ? (job ?? '') : position;
}
