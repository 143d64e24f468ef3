import { afterAll } from 'vitest';
import { copiedProject, type Project } from './syndisco.js';

/**
 * A project that processes make, made when the first test of a file asks for it; each test gets a copy of its own.
 * For projects that do not name their folder, like all whose paths are relative.
 */
export function madeOnce(make: () => Promise<Project & AsyncDisposable>): () => Promise<Project & AsyncDisposable> {
  let made: Promise<Project & AsyncDisposable> | undefined;
  afterAll(async () => {
    await (await made?.catch(() => undefined))?.[Symbol.asyncDispose]();
  });
  return async () => {
    made ??= make();
    return copiedProject((await made).dir);
  };
}
