import type { ConfigReading } from '../config-reading.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import { plainValue } from '../../source/positioned-node.js';
import { schemaOf } from '../../source/schemas.js';
import { showValue } from '../../source/show-value.js';
import { expandDotted, leavesOf } from './level-overrides.js';

/** Factor → level → its overrides, with dotted keys expanded. */
export type Factors = ReadonlyMap<string, ReadonlyMap<string, PositionedNode>>;

const perCondition = new Set(['model_parameters', 'models', 'discussions']);

/** Reads the factors as written; reports invalid ones. */
export function readFactors(reading: ConfigReading, root: PositionedNode): Factors {
  const written = childrenOf(childrenOf(root).get('matrix')).get('factors');
  const factors = new Map(
    [...childrenOf(written)].map(([factor, node]) => [
      factor,
      new Map([...childrenOf(node)].map(([level, overrides]) => [level, expandDotted(asMapping(overrides))])),
    ]),
  );
  if (factors.size === 0 && reading.document.has(['matrix'])) reportEmpty(reading, []);
  for (const [factor, levels] of factors) checkFactor(reading, factor, levels);
  return factors;
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
    const form = 'at most 40 letters, digits, dots, hyphens and underscores, starting with a letter or digit';
    checkName(reading, [factor, level], /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, form);
    checkScope(reading, overrides);
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

/** Settings of the whole experiment cannot differ between its conditions. */
function checkScope(reading: ConfigReading, overrides: PositionedNode): void {
  const known = schemaOf('config').properties ?? {};
  const paths = leavesOf(overrides).filter(
    ({ path: [first = '', second, third] }) =>
      (Object.hasOwn(known, first) && !perCondition.has(first)) ||
      (first === 'discussions' && second === 'files' && third === 'output_dir'),
  );
  for (const { path, node } of paths) {
    reading.problems.push({
      code: 'SYNDISCO_CONFIG_CONTRADICTION',
      what: `${path.join('.')} applies to the whole experiment, so a level cannot override it.`,
      todo: 'Override only keys of model_parameters, models and discussions.',
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
