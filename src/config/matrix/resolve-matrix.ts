import type { Problem } from '../../errors.js';
import { checkLabelEngine } from '../check-label-engine.js';
import { rememberPositions } from '../config-positions.js';
import { isSetName } from '../../default-set.js';
import type { Compatible } from '../describe-compatibility.js';
import { ConfigReading } from '../config-reading.js';
import type { AnnotationSetConfig, ConditionConfig, ExperimentConfig } from '../experiment-config.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import { showValue } from '../../source/show-value.js';
import { resolveDocument } from '../resolve-document.js';
import { checkFactors, checkOverrides, type ReadFactors } from './check-factors.js';
import { combineLevels, matrixCells, type Cell } from './matrix-cells.js';
import { overlayCell } from './overlay-cell.js';

/** The conditions of a matrix, and its annotation sets beside the default one. */
export interface ResolvedMatrix {
  cells: Pick<ExperimentConfig, 'conditions' | 'annotationSets'>;
  problems: Problem[];
  /** The conditions with what `compatibility` has set in them. */
  compatible: readonly (Compatible & { name: string })[];
}

/**
 * Resolves every condition and every annotation set of the matrix as a separate, fully validated config; undefined
 * without a matrix. `root` has the overrides of the default set.
 */
export async function resolveMatrix(
  { file, document, given }: ConfigReading,
  root: PositionedNode,
  factors: ReadFactors,
): Promise<ResolvedMatrix | undefined> {
  if (!given.matrix) return undefined;
  const reading = new ConfigReading(file, document, given);
  checkFactors(reading, factors);
  checkContrasts(reading, factors.ofAnnotation);
  const includes = includesOf(root);
  for (const include of includes) checkOverrides(reading, include);
  const base = withoutMatrix(root);
  const problems: Problem[] = [];
  const resolve = async (cell: Cell, of: keyof ReadFactors): Promise<Compatible | undefined> => {
    const overlaid = overlayCell(reading, { base, factors: factors[of], includes }, cell);
    const read = await resolveCell(reading, overlaid, of);
    problems.push(...read.problems);
    return read.cell;
  };
  const conditions: ConditionConfig[] = [];
  const compatible: (Compatible & { name: string })[] = [];
  for (const cell of factors.ofDiscussions.size > 0 ? matrixCells(reading, given.matrix, factors) : []) {
    const resolved = await resolve(cell, 'ofDiscussions');
    if (!resolved) continue;
    const name = conditionKey(cell.levels);
    conditions.push({ name, factors: cell.levels, config: resolved.config });
    compatible.push({ name, ...resolved });
  }
  const annotationSets: AnnotationSetConfig[] = [];
  for (const levels of combineLevels(factors.ofAnnotation).slice(1)) {
    checkSetName(reading, levels);
    const resolved = await resolve({ levels, includes: [] }, 'ofAnnotation');
    if (resolved) annotationSets.push({ name: setName(levels), config: resolved.config });
  }
  return {
    cells: {
      ...(factors.ofDiscussions.size > 0 && { conditions }),
      ...(annotationSets.length > 0 && { annotationSets }),
    },
    problems: [...reading.problems, ...problems],
    compatible,
  };
}

/**
 * The problems of a config and its conditions, without duplicates. A problem of the base's models or discussions counts
 * only if the conditions have it too: levels may set keys that the base leaves out.
 */
export function mergeProblems(base: readonly Problem[], matrix: ResolvedMatrix | undefined): Problem[] {
  if (!matrix) return [...base];
  const isForConditions = ({ path = '' }: Problem) => /^(model_parameters|models|discussions|quality)(\.|$)/.test(path);
  const kept = matrix.cells.conditions?.length ? base.filter((problem) => !isForConditions(problem)) : base;
  return withoutRepeats([...kept, ...matrix.problems]);
}

async function resolveCell(
  { file }: ConfigReading,
  root: PositionedNode,
  of: keyof ReadFactors,
): Promise<{ cell?: Compatible; problems: Problem[] }> {
  const { problems, resolved } = await resolveDocument(file, root);
  if (!resolved) return { problems };
  const { reading, config, set } = resolved;
  if (of === 'ofAnnotation') checkLabelEngine(reading, config);
  rememberPositions(config, reading.document);
  return { cell: { config, set }, problems: [...problems, ...reading.problems] };
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

function checkSetName(reading: ConfigReading, levels: Readonly<Record<string, string>>): void {
  const name = setName(levels);
  if (isSetName(name)) return;
  const last = Object.entries(levels).at(-1) ?? [];
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `${showValue(name)} cannot name an annotation set.`,
    todo: 'Use levels that together have at most 24 lowercase letters and digits, with single dots, hyphens or underscores between them.',
    path: ['matrix', 'factors', ...last].join('.'),
    where: reading.document.whereKey(['matrix', 'factors', ...last]),
  });
}

/** Contrasts compare conditions; the sets annotate the same discussions. */
function checkContrasts(reading: ConfigReading, ofAnnotation: ReadFactors['ofAnnotation']): void {
  for (const [index, { factor = '', within = {} }] of (reading.given.declared?.contrasts ?? []).entries()) {
    const named = [factor, ...Object.keys(within)].find((name) => ofAnnotation.has(name));
    if (named === undefined) continue;
    const what = `${named} is a factor of the annotation, and contrasts compare the conditions of discussions.`;
    const todo = 'Compare its levels by the column annotation_set of the data set, and remove the contrast.';
    reading.reportContradiction(['declared', 'contrasts', String(index)], what, todo);
  }
}

/** `strict`, or the levels of several factors with dots between them. */
function setName(levels: Readonly<Record<string, string>>): string {
  return Object.values(levels).join('.');
}
