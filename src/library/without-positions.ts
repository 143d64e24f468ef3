import type { Problem } from '../errors.js';

/** Problems of options that were written as a config: the key is still right, the line in a file is not. */
export function withoutPositions(problems: readonly Problem[]): Problem[] {
  return problems.map(({ code, what, todo, path }) => ({ code, what, todo, ...(path !== undefined && { path }) }));
}
