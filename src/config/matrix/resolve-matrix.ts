import type { Problem } from '../../errors.js';
import type { ConfigFile } from '../../generated/config.js';
import { rememberPositions } from '../config-positions.js';
import { withCompatibility } from '../compatibility.js';
import { expandSampling } from '../expand-sampling.js';
import { lowerCaseWords } from '../original-keys.js';
import { ConfigReading } from '../config-reading.js';
import { spellOutKwargs } from '../generation-kwargs.js';
import type { ConditionConfig } from '../experiment-config.js';
import { PositionedDocument } from '../../source/positioned-document.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import { readTurnTaking } from '../resolve/read-turn-taking.js';
import { resolveConfig } from '../resolve/resolve-config.js';
import { readModels } from '../resolve/resolve-models.js';
import { validateDocument } from '../../source/validate-document.js';
import { readFactors } from './check-factors.js';
import { matrixCells, type Cell } from './matrix-cells.js';
import { overlayCell } from './overlay-cell.js';

/** The conditions of a matrix. */
export interface ResolvedMatrix {
  conditions: ConditionConfig[];
  problems: Problem[];
}

/** Resolves every cell of the matrix as a separate, fully validated config; undefined without a matrix. */
export async function resolveMatrix(
  { file, document, given }: ConfigReading,
  root: PositionedNode,
): Promise<ResolvedMatrix | undefined> {
  if (!given.matrix) return undefined;
  const reading = new ConfigReading(file, document, given);
  const factors = readFactors(reading, root);
  const parts = { base: withoutMatrix(root), factors, includes: includesOf(root) };
  const conditions: ConditionConfig[] = [];
  const problems: Problem[] = [];
  for (const cell of matrixCells(reading, given.matrix)) {
    const read = await resolveCell(reading, overlayCell(reading, parts, cell), cell);
    problems.push(...read.problems);
    if (read.condition) conditions.push(read.condition);
  }
  return { conditions, problems: [...reading.problems, ...problems] };
}

/**
 * The problems of a config and its conditions, without duplicates. A problem of the base's models or discussions counts
 * only if the conditions have it too: levels may set keys that the base leaves out.
 */
export function mergeProblems(base: readonly Problem[], matrix: ResolvedMatrix | undefined): Problem[] {
  if (!matrix) return [...base];
  const isForConditions = ({ path = '' }: Problem) => /^(model_parameters|models|discussions)(\.|$)/.test(path);
  const kept = matrix.conditions.length === 0 ? base : base.filter((problem) => !isForConditions(problem));
  return withoutRepeats([...kept, ...matrix.problems]);
}

async function resolveCell(
  { file }: ConfigReading,
  root: PositionedNode,
  { levels }: Cell,
): Promise<{ condition?: ConditionConfig; problems: Problem[] }> {
  lowerCaseWords(root, 'config');
  expandSampling(root);
  const spelled = spellOutKwargs(root);
  const document = new PositionedDocument(withCompatibility(spelled.root).root);
  const checked = validateDocument<ConfigFile>(document, 'config');
  const found = [...spelled.problems, ...checked.problems];
  if (!checked.value) return { problems: found };
  const reading = new ConfigReading(file, document, checked.value);
  await readModels(reading);
  const config = resolveConfig(reading, await readTurnTaking(reading));
  rememberPositions(config, document);
  return {
    condition: { name: conditionKey(levels), factors: levels, config },
    problems: [...found, ...reading.problems],
  };
}

const ofTheWhole = new Set(['matrix', 'profile', 'profiles', 'declared']);

function withoutMatrix(root: PositionedNode): PositionedNode {
  if (!(root.value instanceof Map)) return root;
  const value = new Map([...root.value].filter(([key]) => !ofTheWhole.has(key)));
  return { place: root.place, value };
}

function includesOf(root: PositionedNode): readonly PositionedNode[] {
  const matrix = root.value instanceof Map ? root.value.get('matrix')?.node.value : undefined;
  const includes = matrix instanceof Map ? matrix.get('include')?.node.value : undefined;
  return Array.isArray(includes) ? includes : [];
}

/** A mistake in the base or in a level is found again in every condition that contains it. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const keyed = problems.map((problem): [string, Problem] => [
    JSON.stringify([problem.code, problem.what, problem.where]),
    problem,
  ]);
  return [...new Map(keyed).values()];
}

/**
 * `model-small.moderation-none`: the factors in alphabetical order, so that reordering them in the file does not rename
 * conditions.
 */
function conditionKey(levels: Readonly<Record<string, string>>): string {
  return Object.keys(levels)
    .sort()
    .map((factor) => `${factor}-${levels[factor] ?? ''}`)
    .join('.');
}
