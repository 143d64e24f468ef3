import { expect } from 'vitest';
import { SyndiscoError } from '../../src/index.js';

/** The first problem that a program in JavaScript gets, as `code path: what todo`. */
export async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SyndiscoError)) throw error;
    const [{ code, path = '', what, todo, where }] = error.problems;
    expect(where?.file ?? '', what).not.toMatch(/options\.json|personas\.json/);
    expect(`${what} ${todo}`.replaceAll(/"[^"]*"/g, '')).not.toMatch(/--\w|YAML|\b[a-z]+_[a-z]+\b|options\.json/);
    return `${code.replace('SYNDISCO_', '')} ${path}: ${what} ${todo}`;
  }
  return 'nothing was refused';
}

/** For options that only a program in JavaScript can have. */
export const untyped = (value: unknown): never => value as never;
