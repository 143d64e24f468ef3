import { SyndiscoError, type Problem, type Where } from './errors.js';

/** A problem of a model, found as if it were the only one, with the name of its own section. */
export function addressProblem(problem: Problem, name: string | undefined): Problem {
  if (name === undefined) return problem;
  const own = (text: string): string => text.replaceAll('model_parameters', `models.${name}`);
  const { what, todo, path } = problem;
  return { ...problem, what: own(what), todo: own(todo), ...(path !== undefined && { path: own(path) }) };
}

/** Likewise of an error, with a position where it has none. */
export function addressError(error: unknown, name: string | undefined, whereIs?: (path: string) => Where): unknown {
  if (!(error instanceof SyndiscoError)) return error;
  const [first, ...rest] = error.problems;
  const address = (problem: Problem): Problem => {
    const own = addressProblem(problem, name);
    const where = own.where ?? (own.path === undefined ? undefined : whereIs?.(own.path));
    return { ...own, ...(where && { where }) };
  };
  return new SyndiscoError([address(first), ...rest.map(address)], { cause: error });
}
