import { expect } from 'vitest';
import { exitCodeOf, type ErrorCode, type Problem } from '../../../src/errors.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from '../syndisco.js';

/** The cases of a few codes; a code that is named has at least one. */
export type ErrorCases = Partial<Record<ErrorCode, readonly [ErrorCase, ...ErrorCase[]]>>;

export type ErrorCase = BadInput | OwnWay;

interface BadInput {
  /** What is wrong, after "when". */
  when: string;
  /** Files written over the town hall's. */
  files?: Readonly<Record<string, string | Buffer>>;
  /** Replacements in town-hall.yml. */
  edit?: readonly (readonly [from: string, to: string])[];
  /** The command; `validate` if not given. */
  args?: readonly string[];
  /** `file:line:column` of the first problem with that code, relative to the project. */
  at?: string;
  /** Codes that the same mistake brings and that are shown before it. */
  also?: readonly ErrorCode[];
  /** What that problem says or advises, where the words are what is tried. */
  what?: RegExp;
  todo?: RegExp;
  /** Done to the project before the command. */
  prepare?: (project: Project) => Promise<unknown>;
  env?: NodeJS.ProcessEnv;
}

/** A case that one command on a changed project cannot reach. Checks what else holds, and returns the codes that the CLI gave. */
interface OwnWay {
  when: string;
  reach: () => Promise<readonly string[]>;
}

/** Runs the case and pins that the CLI gave this code and no other. */
export async function expectError(code: ErrorCode, bad: ErrorCase): Promise<void> {
  if ('reach' in bad) expect(await bad.reach()).toEqual([code]);
  else await expectProblem(code, bad);
}

/** The codes that a command printed, each once; with `--json` or without. */
export function codesIn({ stderr }: Exit): string[] {
  const printed = [...stderr.matchAll(/\[(SYNDISCO_\w+)\]/g)].map(([, code = '']) => code);
  return [...new Set([...problemsOf(stderr).map(({ code }) => code), ...printed])];
}

async function expectProblem(code: ErrorCode, bad: BadInput): Promise<void> {
  await using project = await townHallProject();
  await writeIn(project.dir, bad.files ?? {});
  for (const [from, to] of bad.edit ?? []) await project.edit(from, to);
  await bad.prepare?.(project);
  const args = [...(bad.args ?? ['validate']), '-c', project.config, '--json'];
  const exit = await syndisco(args, bad.env ? { env: bad.env } : {});
  const codes = [...(bad.also ?? []), code];
  expect(codesIn(exit), exit.stderr).toEqual(codes);
  expect(exit.code).toBe(exitCodeOf[codes[0] ?? code]);
  const found = problemsOf(exit.stderr).find((problem) => problem.code === code);
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
