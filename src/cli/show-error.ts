import { isAbsolute, relative } from 'node:path';
import { exitCodeOf, SyndiscoError, type Problem } from '../errors.js';
import { printable } from '../log/printable.js';

/** Prints an error on stderr and returns the exit code. No other code shows errors to users. */
export function showError(error: unknown, show: { json: boolean; debug: boolean }): number {
  const problems = error instanceof SyndiscoError ? error.problems : [bug(error)];
  const text = show.json ? JSON.stringify({ problems }) : problems.map(describeProblem).join('\n');
  process.stderr.write(`${text}\n`);
  if (show.debug) process.stderr.write(`${describeCauses(error)}\n`);
  return error instanceof SyndiscoError ? error.exitCode : exitCodeOf.SYNDISCO_INTERNAL;
}

/** `file:line:column  path  what  what to do  [code]`, then the source line and a caret. */
export function describeProblem({ changes, ...problem }: Problem): string {
  return [describeAtPlace(problem), ...(changes?.split('\n').map((line) => `  ${line}`) ?? [])].join('\n');
}

function describeAtPlace({ code, what, todo, path, where }: Problem): string {
  const position = [where?.file && nearPath(where.file), where?.line, where?.column]
    .filter((part) => part !== undefined)
    .join(':');
  const head = printable([position || where?.job, path, what, todo, `[${code}]`].filter(Boolean).join('  '));
  if (where?.source === undefined || where.line === undefined) return head;
  const margin = `${String(where.line).padStart(5)} | `;
  const caret = ' '.repeat(margin.length + Math.max(0, (where.column ?? 1) - 1));
  return `${head}\n${margin}${printable(where.source)}\n${caret}^`;
}

/** Relative to the working directory for files inside it. */
function nearPath(file: string): string {
  const near = relative(process.cwd(), file);
  return isAbsolute(file) && !near.startsWith('..') ? near : file;
}

function bug(error: unknown): Problem {
  return {
    code: 'SYNDISCO_INTERNAL',
    what: `This is a bug in syndisco: ${error instanceof Error ? error.message : String(error)}`,
    todo: 'Please report it, with the output of the same command with --debug. No finished work is lost.',
  };
}

function describeCauses(error: unknown): string {
  const lines: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? at.message);
  return lines.map(harmless).join('\ncaused by: ');
}

/** Line by line, because a message may hold what a server or a file said. */
function harmless(stack: string): string {
  return stack.split('\n').map(printable).join('\n');
}
