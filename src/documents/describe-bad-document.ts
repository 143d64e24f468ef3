import type { ErrorObject } from 'ajv';
import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import { PositionedDocument, type Path } from '../source/positioned-document.js';
import { readText } from '../source/read-text.js';
import type { ErrorCode, Problem } from '../errors.js';
import { explainSchemaError, withoutEchoes } from './explain-schema-error.js';

const maxBytes = 256 * 1024 * 1024;
/** One mistake can cause many problems (a list with only invalid entries): the first few are enough. */
const maxProblems = 10;

/** The reasons why a file cannot be read as JSON, with positions; empty if it can. */
export async function describeBadJson(file: string): Promise<Problem[]> {
  return (await parsePositions(file)).problems;
}

/** The reasons why a JSON file is not a document of its kind, with positions. */
export async function describeInvalid(
  file: string,
  kind: { noun: string; invalid: ErrorCode },
  errors: readonly ErrorObject[],
): Promise<[Problem, ...Problem[]]> {
  const { document } = await parsePositions(file);
  const todo = `Fix the file, or move it out of the folder of ${kind.noun}s.`;
  const problem = (what: string, path: Path): Problem => ({
    code: kind.invalid,
    what,
    todo,
    ...(path.length > 0 && { path: showPath(path) }),
    where: document?.whereValue(path) ?? { file },
  });
  const [first, ...rest] = withoutEchoes(errors)
    .slice(0, maxProblems)
    .map((error) => problem(explainSchemaError(error), pathOf(error)));
  return [first ?? problem(`This file is not a valid ${kind.noun}.`, []), ...rest];
}

/** Adds path and position to a problem at a known key. */
export async function describeAt(file: string, path: Path, problem: Omit<Problem, 'path' | 'where'>): Promise<Problem> {
  const { document } = await parsePositions(file);
  return { ...problem, path: showPath(path), where: document?.whereValue(path) ?? { file } };
}

async function parsePositions(file: string): Promise<{ document?: PositionedDocument; problems: Problem[] }> {
  const { source, problem } = await readText({ file, codes: inputCodes, maxBytes, named: { where: { file } } });
  if (problem) return { problems: [problem] };
  const { root, problems } = parseJson(source, inputCodes);
  return { ...(root && { document: new PositionedDocument(root) }), problems };
}

/** Converts a JSON Pointer (RFC 6901) to keys. */
function pathOf({ instancePath }: ErrorObject): string[] {
  const steps = instancePath.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function showPath(path: Path): string {
  return path.map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`)).join('');
}
