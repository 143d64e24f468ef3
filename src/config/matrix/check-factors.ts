import type { ConfigReading } from '../config-reading.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import { plainValue } from '../../source/positioned-node.js';
import { schemaOf } from '../../source/schemas.js';
import { showValue } from '../../source/show-value.js';
import { expandDotted, leavesOf } from './level-overrides.js';

/** Factor → level → its overrides, with dotted keys expanded. */
export type Factors = ReadonlyMap<string, ReadonlyMap<string, PositionedNode>>;

/** The factors of a matrix, by what their levels override. */
export interface ReadFactors {
  /** Every combination of their levels is a condition. */
  ofDiscussions: Factors;
  /** Every combination of their levels is an annotation set. */
  ofAnnotation: Factors;
}

/** What a level may be called. */
export const levelName = {
  form: /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
  words: 'at most 40 letters, digits, dots, hyphens and underscores, starting with a letter or digit',
};

const perCondition = ['model_parameters', 'models', 'discussions', 'quality'];
const perRun = new Set([
  'discussions.files.output_dir',
  'annotation.files.output_dir',
  'annotation.files.discussions_dir',
  'annotation.files.discussions_path',
  'quality.detectors',
  'quality.stop_above',
  'quality.stop_after',
]);

/** The factors as written, valid or not. */
export function readFactors(root: PositionedNode): ReadFactors {
  const written = childrenOf(childrenOf(root).get('matrix')).get('factors');
  const factors = [...childrenOf(written)].map(
    ([factor, node]) =>
      [
        factor,
        new Map([...childrenOf(node)].map(([level, overrides]) => [level, expandDotted(asMapping(overrides))])),
      ] as const,
  );
  const isOfAnnotation = ([, levels]: (typeof factors)[number]): boolean =>
    [...levels.values()].some((node) => leavesOf(node).some(({ path }) => path[0] === 'annotation'));
  return {
    ofDiscussions: new Map(factors.filter((factor) => !isOfAnnotation(factor))),
    ofAnnotation: new Map(factors.filter(isOfAnnotation)),
  };
}

/** Reports what is wrong with factors. */
export function checkFactors(reading: ConfigReading, { ofDiscussions, ofAnnotation }: ReadFactors): void {
  const factors = [...ofDiscussions, ...ofAnnotation];
  if (factors.length === 0 && reading.document.has(['matrix'])) reportEmpty(reading, []);
  for (const [factor, levels] of factors) checkFactor(reading, factor, levels);
  for (const [factor, levels] of ofAnnotation) checkUnmixed(reading, factor, levels);
}

function checkFactor(reading: ConfigReading, factor: string, levels: ReadonlyMap<string, PositionedNode>): void {
  checkName(
    reading,
    [factor],
    /^[a-z][a-z0-9_]{0,39}$/,
    'lowercase letters, digits and underscores, starting with a letter',
  );
  if (levels.size === 0) reportEmpty(reading, [factor]);
  for (const [level, overrides] of levels) {
    checkName(reading, [factor, level], levelName.form, levelName.words);
    checkScope(reading, overrides, new Set([...perCondition, 'annotation']));
  }
  const contents = new Set([...levels.values()].map((node) => JSON.stringify(plainValue(node))));
  const isIdle = contents.size === 1 && (levels.size > 1 || [...contents].every((text) => text === '{}'));
  if (isIdle) reportIdle(reading, factor);
}

function checkName(reading: ConfigReading, path: readonly string[], form: RegExp, words: string): void {
  const name = path.at(-1) ?? '';
  if (form.test(name)) return;
  const at = ['matrix', 'factors', ...path];
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what: `Invalid name ${showValue(name)}: conditions and columns are named after it.`,
    todo: `Use ${words}.`,
    path: at.join('.'),
    where: reading.document.whereKey(at),
  });
}

/** Comments of different conditions that are annotated differently cannot be compared. */
function checkUnmixed(reading: ConfigReading, factor: string, levels: ReadonlyMap<string, PositionedNode>): void {
  const other = [...levels.values()].flatMap((node) => leavesOf(node)).find(({ path }) => path[0] !== 'annotation');
  if (!other) return;
  const { path, node } = other;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `The levels of ${factor} override both the annotation and ${path.join('.')}: a difference between conditions could then come from how they are annotated.`,
    todo: 'Override keys of annotation in a factor of their own; every discussion is annotated at each of its levels.',
    path: path.join('.'),
    where: node.place.source.whereAt(node.place.offset),
  });
}

/** Reports what an `include` entry must not set. */
export function checkOverrides(reading: ConfigReading, include: PositionedNode): void {
  const overrides = childrenOf(include).get('set');
  if (overrides) checkScope(reading, expandDotted(overrides), new Set(perCondition));
}

/** Settings of the whole experiment cannot differ between its conditions. */
function checkScope(reading: ConfigReading, overrides: PositionedNode, allowed: ReadonlySet<string>): void {
  const known = schemaOf('config').properties ?? {};
  const paths = leavesOf(overrides).filter(
    ({ path }) => (Object.hasOwn(known, path[0] ?? '') && !allowed.has(path[0] ?? '')) || perRun.has(path.join('.')),
  );
  for (const { path, node } of paths) {
    reading.problems.push({
      code: 'SYNDISCO_CONFIG_CONTRADICTION',
      what: `${path.join('.')} applies to the whole experiment, so it cannot be overridden here.`,
      todo: `Override only keys of ${[...allowed].join(', ')}.`,
      path: path.join('.'),
      where: node.place.source.whereAt(node.place.offset),
    });
  }
}

function reportIdle(reading: ConfigReading, factor: string): void {
  const what = `The factor ${factor} has no effect: its levels have the same overrides.`;
  const todo = 'Give its levels different overrides, or remove the factor.';
  reading.reportContradiction(['matrix', 'factors', factor], what, todo);
}

function reportEmpty(reading: ConfigReading, path: readonly string[]): void {
  const at = ['matrix', 'factors', ...path];
  const what = path.length === 0 ? 'The matrix has no factors.' : `The factor ${path.join('')} has no levels.`;
  const todo =
    'Add one, such as moderation: {none: {discussions.experiment_variables.include_mod: false}, strict: {}}.';
  const where = reading.document.whereKey(at);
  reading.problems.push({ code: 'SYNDISCO_MATRIX_EMPTY', what, todo, path: at.join('.'), where });
}

/** A level without a value has no overrides. */
function asMapping(node: PositionedNode): PositionedNode {
  return node.value instanceof Map ? node : { place: node.place, value: new Map() };
}

function childrenOf(node: PositionedNode | undefined): ReadonlyMap<string, PositionedNode> {
  if (!(node?.value instanceof Map)) return new Map();
  return new Map(Array.from(node.value, ([name, entry]) => [name, entry.node]));
}
