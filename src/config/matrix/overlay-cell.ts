import { inWords, type ConfigReading } from '../config-reading.js';
import { plainValue, type Place, type PositionedNode } from '../../source/positioned-node.js';
import { showValueAt } from '../../source/secrets.js';
import type { Factors } from './check-factors.js';
import { expandDotted, leavesOf, override, type Leaf } from './level-overrides.js';
import type { Cell } from './matrix-cells.js';

/** The unresolved config of one condition: the base, overridden by the cell's levels, then by the include entries. */
export function overlayCell(
  reading: ConfigReading,
  { base, factors, includes }: { base: PositionedNode; factors: Factors; includes: readonly PositionedNode[] },
  cell: Cell,
): PositionedNode {
  const overrides = Object.entries(cell.levels).flatMap(([factor, level]) => {
    const node = factors.get(factor)?.get(level);
    return node ? [{ name: `${factor} ${level}`, node }] : [];
  });
  reportContradictions(reading, overrides);
  const changed = overrides.reduce((node, over) => override(node, over.node), base);
  return cell.includes.reduce((node, index) => overlayInclude(node, includes[index]), changed);
}

/** The unresolved config with the first level of every factor of the annotation, which is the default set. */
export function withDefaultSet(root: PositionedNode, ofAnnotation: Factors): PositionedNode {
  const first = Array.from(ofAnnotation.values(), (levels) => [...levels.values()].slice(0, 1)).flat();
  return first.reduce((node, over) => override(node, over), root);
}

/** Reports levels of one condition that set the same key to different values, because the intended one is unknown. */
function reportContradictions(
  reading: ConfigReading,
  overrides: readonly { name: string; node: PositionedNode }[],
): void {
  const said = new Map<string, { name: string; leaf: Leaf }>();
  for (const { name, node } of overrides) {
    for (const leaf of leavesOf(node)) {
      const key = leaf.path.join('.');
      const before = said.get(key);
      if (before && !isEqual(before.leaf.node, leaf.node)) report(reading, { key, name, leaf }, before);
      said.set(key, { name, leaf });
    }
  }
}

function report(
  reading: ConfigReading,
  { key, name, leaf }: { key: string; name: string; leaf: Leaf },
  before: { name: string; leaf: Leaf },
): void {
  const other = `${before.name} sets it to ${showValueAt(before.leaf.path, plainValue(before.leaf.node))} (${inWords(whereIs(before.leaf.node.place))})`;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `${name} sets ${key} to ${showValueAt(leaf.path, plainValue(leaf.node))}, but ${other}; some conditions have both.`,
    todo: 'Let only one factor override the key, or exclude the combination.',
    path: key,
    where: whereIs(leaf.node.place),
  });
}

function overlayInclude(node: PositionedNode, include: PositionedNode | undefined): PositionedNode {
  if (!(include?.value instanceof Map)) return node;
  const set = include.value.get('set')?.node;
  const count = include.value.get('num_experiments');
  const changed = set ? override(node, expandDotted(set)) : node;
  if (!count) return changed;
  const path = 'discussions.experiment_variables.num_experiments';
  const over = { place: count.key, value: new Map([[path, count]]) };
  return override(changed, expandDotted(over));
}

function isEqual(one: PositionedNode, other: PositionedNode): boolean {
  return JSON.stringify(plainValue(one)) === JSON.stringify(plainValue(other));
}

function whereIs({ source, offset }: Place): ReturnType<Place['source']['whereAt']> {
  return source.whereAt(offset);
}
