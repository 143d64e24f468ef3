import type { Problem } from '../errors.js';
import type { Mapping, PositionedNode } from '../source/positioned-node.js';
import { plainValue } from '../source/positioned-node.js';
import { schemaAt, type SchemaName } from '../source/schemas.js';
import { leavesOf, overlay } from './matrix/level-overrides.js';

/**
 * Renames what the original's run.py reads under other names than its YAML has: the section `annotations`, and
 * `output_dir` directly in `annotation`. Both sections may be there, as run.py needs; values that differ are reported.
 */
export function renameOriginalKeys(root: PositionedNode): Problem[] {
  const problems: Problem[] = [];
  const sections = mappingOf(root);
  const theirs = sections?.get('annotations');
  if (!sections || !theirs) {
    moveOutputDir(sections?.get('annotation')?.node);
    return problems;
  }
  const ours = sections.get('annotation');
  moveOutputDir(ours?.node);
  moveOutputDir(theirs.node);
  if (ours) problems.push(...differences(ours.node, theirs.node));
  sections.delete('annotations');
  sections.set('annotation', ours ? { key: ours.key, node: overlay(ours.node, theirs.node) } : theirs);
  return problems;
}

function moveOutputDir(section: PositionedNode | undefined): void {
  const keys = mappingOf(section);
  const outputDir = keys?.get('output_dir');
  if (!keys || !outputDir) return;
  const files = keys.get('files') ?? { key: outputDir.key, node: { place: outputDir.key, value: new Map() } };
  const inner = mappingOf(files.node);
  if (!inner || inner.has('output_dir')) return;
  inner.set('output_dir', outputDir);
  keys.set('files', files);
  keys.delete('output_dir');
}

function differences(ours: PositionedNode, theirs: PositionedNode): Problem[] {
  const said = new Map(leavesOf(ours).map(({ path, node }) => [path.join('.'), node]));
  return leavesOf(theirs).flatMap(({ path, node }): Problem[] => {
    const key = path.join('.');
    const other = said.get(key);
    if (!other || JSON.stringify(plainValue(other)) === JSON.stringify(plainValue(node))) return [];
    const { line } = other.place.source.whereAt(other.place.offset);
    return [
      {
        code: 'SYNDISCO_CONFIG_CONTRADICTION',
        what: `annotations means annotation, which has another ${key}${line === undefined ? '' : ` (line ${line})`}.`,
        todo: 'Keep one of the two sections.',
        path: `annotations.${key}`,
        where: node.place.source.whereAt(node.place.offset),
      },
    ];
  });
}

/** Values that the original reads in any case: `INFO`, `Round_Robin`. */
const anyCase: Readonly<Record<Exclude<SchemaName, 'persona' | 'generation-config'>, readonly (readonly string[])[]>> =
  {
    config: [
      ['logging', 'level'],
      ['discussions', 'turn_taking', 'turn_manager_type'],
    ],
    'turn-taking': [['turn_manager_type']],
  };

/** Writes these values in lower case; one that is not valid then either is left as written, so that messages show it so. */
export function lowerCaseWords(root: PositionedNode, schema: keyof typeof anyCase): void {
  for (const path of anyCase[schema]) {
    const node = path.reduce<PositionedNode | undefined>((at, key) => mappingOf(at)?.get(key)?.node, root);
    const lower = typeof node?.value === 'string' ? node.value.toLowerCase() : undefined;
    const { enum: words, 'x-values': values = words } = schemaAt(schema, path) ?? {};
    if (node && lower !== undefined && values?.includes(lower)) node.value = lower;
  }
}

function mappingOf(node: PositionedNode | undefined): Mapping | undefined {
  return node?.value instanceof Map ? node.value : undefined;
}
